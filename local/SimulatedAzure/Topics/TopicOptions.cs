namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>Schema of events at a topic's door or at a subscriber's.</summary>
public enum EventSchema
{
    /// <summary>CloudEvents 1.0 in JSON.</summary>
    CloudEvents,

    /// <summary>Event Grid's own schema.</summary>
    EventGrid,
}

/// <summary>A custom topic to create.</summary>
public sealed record TopicOptions
{
    /// <summary>Name; first label of its host.</summary>
    public required string Name { get; init; }

    /// <summary>Region with its number, second label of the host. Default <c>westeurope-1</c>.</summary>
    public string Region { get; init; } = "westeurope-1";

    /// <summary>Schema that publishers must use. Default CloudEvents.</summary>
    public EventSchema InputSchema { get; init; } = EventSchema.CloudEvents;

    /// <summary>Access key; null derives one from the seed.</summary>
    public string? Key { get; init; }

    /// <summary>Probability from 0 to 1 that an event is delivered twice, drawn from the seed. Default 0.</summary>
    public double DuplicateProbability { get; init; }

    /// <summary>True to deliver what is due in a seeded random order instead of the order of arrival. Default false.</summary>
    public bool Reorder { get; init; }
}

/// <summary>An event subscription of a topic.</summary>
public sealed record TopicSubscriptionOptions
{
    /// <summary>Name; deliveries left by an earlier run continue under the same name.</summary>
    public required string Name { get; init; }

    /// <summary>Where events are posted.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Event types to deliver; empty for all.</summary>
    public IReadOnlyList<string> IncludedEventTypes { get; init; } = [];

    /// <summary>Schema at the endpoint. A CloudEvents topic delivers CloudEvents only, as the real one. Default CloudEvents.</summary>
    public EventSchema DeliverySchema { get; init; } = EventSchema.CloudEvents;

    /// <summary>Most events in one request, 1 to 5000. Default 1.</summary>
    public int MaxEventsPerBatch { get; init; } = 1;

    /// <summary>
    /// Most requests under way at once, 1 to 16. Default 1, which keeps a rehearsal in one order; Event Grid itself sends
    /// several, so that events never wait for the handling of those before them.
    /// </summary>
    public int MaxRequests { get; init; } = 1;

    /// <summary>Attempts before an event is dead-lettered, 1 to 30. Default 30.</summary>
    public int MaxDeliveryAttempts { get; init; } = 30;

    /// <summary>Age at which an undelivered event is dead-lettered, 1 to 1440 minutes. Default 1440 minutes.</summary>
    public TimeSpan EventTimeToLive { get; init; } = TimeSpan.FromMinutes(1440);

    /// <summary>Every problem with these values; empty when there is none.</summary>
    internal List<string> Problems(EventSchema input)
    {
        List<string> problems = [];
        if (MaxEventsPerBatch is < 1 or > 5000)
        {
            problems.Add("MaxEventsPerBatch must be 1 to 5000");
        }

        if (MaxRequests is < 1 or > 16)
        {
            problems.Add("MaxRequests must be 1 to 16");
        }

        if (MaxDeliveryAttempts is < 1 or > 30)
        {
            problems.Add("MaxDeliveryAttempts must be 1 to 30");
        }

        if (EventTimeToLive < TimeSpan.FromMinutes(1) || EventTimeToLive > TimeSpan.FromMinutes(1440))
        {
            problems.Add("EventTimeToLive must be 1 to 1440 minutes");
        }

        if (!Endpoint.IsAbsoluteUri)
        {
            problems.Add("Endpoint must be an absolute address");
        }

        if (input == EventSchema.CloudEvents && DeliverySchema == EventSchema.EventGrid)
        {
            problems.Add("a topic with CloudEvents input delivers CloudEvents only");
        }

        return problems;
    }
}

/// <summary>An event that was given up.</summary>
/// <param name="At">When.</param>
/// <param name="Subscription">Subscription that could not deliver it.</param>
/// <param name="Reason">MaxDeliveryAttemptsExceeded, TimeToLiveExceeded, or the status that forbids a retry.</param>
/// <param name="Attempts">Delivery attempts made.</param>
/// <param name="LastOutcome">What the last attempt met, or null.</param>
/// <param name="Event">The event as published, JSON.</param>
public sealed record DeadLetter(DateTimeOffset At, string Subscription, string Reason, int Attempts, string? LastOutcome, string Event);
