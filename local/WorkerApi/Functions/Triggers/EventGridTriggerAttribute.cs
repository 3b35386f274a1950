using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Starts a function on an Event Grid delivery. Binds CloudEvent, EventGridEvent, BinaryData, string and plain
/// classes; arrays of them when batched.
/// </summary>
public sealed class EventGridTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>True: the function takes the whole delivery as an array.</summary>
    public bool IsBatched { get; set; }
}

/// <summary>Sends a function's return value to an Event Grid topic.</summary>
public sealed class EventGridOutputAttribute : OutputBindingAttribute
{
    /// <summary>The setting that holds the topic's address.</summary>
    public string? TopicEndpointUri { get; set; }

    /// <summary>The setting that holds the topic's key.</summary>
    public string? TopicKeySetting { get; set; }

    /// <summary>The prefix of settings for a connection with an identity.</summary>
    public string? Connection { get; set; }
}
