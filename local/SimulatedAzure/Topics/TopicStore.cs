using System.Text.Json;
using Microsoft.Data.Sqlite;
using OpsAutomation.SimulatedAzure.Metrics;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>One event on its way to one subscriber.</summary>
internal sealed record Delivery(long Seq, int Attempts, DateTimeOffset Published, string? Last, string Event);

/// <summary>What of a subscription outlives the process. The endpoint does not: its address may carry a key.</summary>
internal sealed record StoredSubscription(IReadOnlyList<string> IncludedEventTypes);

/// <summary>The queue of a topic in the file.</summary>
internal static class TopicStore
{
    private const string Insert = "INSERT INTO deliveries(topic, subscription, due, published, attempts, batch, event) VALUES($0, $1, $2, $3, 0, 0, $4)";

    private const string InsertAll =
        "INSERT INTO deliveries(topic, subscription, due, published, attempts, batch, event) SELECT $0, $1, $2, $3, 0, 0, value FROM json_each($4) ORDER BY key";

    /// <summary>Stores a subscription.</summary>
    public static void Subscribe(StoreSession session, string topic, TopicSubscriptionOptions options) => session.Execute(
        "INSERT INTO subscriptions VALUES($0, $1, $2) ON CONFLICT(topic, name) DO UPDATE SET body = excluded.body",
        topic, options.Name, JsonSerializer.Serialize(new StoredSubscription(options.IncludedEventTypes)));

    /// <summary>Queues events for every subscription that wants their type, also for one that this process has not attached yet.</summary>
    public static void Publish(StoreSession session, TopicOptions topic, IEnumerable<(string Type, string Body)> events, DateTimeOffset now)
    {
        var subscriptions = session.Query("SELECT name, body FROM subscriptions WHERE topic = $0 ORDER BY name",
            row => (Name: row.GetString(0), JsonSerializer.Deserialize<StoredSubscription>(row.GetString(1))!.IncludedEventTypes), topic.Name);
        var list = events.ToList();
        foreach (var (name, types) in subscriptions)
        {
            Publish(session, topic, name, list.Where(e => types.Count == 0 || types.Contains(e.Type, StringComparer.OrdinalIgnoreCase)).Select(e => e.Body), now);
        }
    }

    /// <summary>The next deliveries that are due and go in one request; none of those under way. A batch that failed once stays together.</summary>
    public static List<Delivery> Next(
        StoreSession session, TopicOptions topic, TopicSubscriptionOptions subscription, IReadOnlySet<long> underWay, DateTimeOffset now)
    {
        if (topic.Reorder)
        {
            return NextInAnyOrder(session, topic, subscription, underWay, now);
        }

        // As JSON, so that the statement is the same however many there are.
        var others = JsonSerializer.Serialize(underWay);
        var head = session.Query(
            "SELECT batch FROM deliveries WHERE topic = $0 AND subscription = $1 AND due <= $2 AND seq NOT IN (SELECT value FROM json_each($3)) ORDER BY due, seq LIMIT 1",
            row => row.GetInt64(0), topic.Name, subscription.Name, Times.Ticks(now), others);
        return head.Count == 0
            ? []
            : session.Query(
                """
                SELECT seq, attempts, published, last, event FROM deliveries
                WHERE topic = $0 AND subscription = $1 AND due <= $2 AND batch = $3 AND seq NOT IN (SELECT value FROM json_each($5)) ORDER BY due, seq LIMIT $4
                """,
                Read, topic.Name, subscription.Name, Times.Ticks(now), head[0], subscription.MaxEventsPerBatch, others);
    }

    /// <summary>When the next delivery of a subscription is due, or null.</summary>
    public static DateTimeOffset? NextDue(StoreSession session, string topic, string subscription) =>
        session.Number("SELECT MIN(due) FROM deliveries WHERE topic = $0 AND subscription = $1", topic, subscription) is { } due ? Times.FromTicks(due) : null;

    /// <summary>Takes a delivery off the queue.</summary>
    public static void Done(StoreSession session, Delivery delivery) => session.Execute("DELETE FROM deliveries WHERE seq = $0", delivery.Seq);

    /// <summary>Puts a delivery back for later.</summary>
    public static void Retry(StoreSession session, Delivery delivery, long batch, DateTimeOffset due, string outcome) => session.Execute(
        "UPDATE deliveries SET attempts = attempts + 1, batch = $1, due = $2, last = $3 WHERE seq = $0", delivery.Seq, batch, Times.Ticks(due), outcome);

    /// <summary>Moves a delivery to the dead letters.</summary>
    public static void Bury(StoreSession session, string topic, string subscription, Delivery delivery, DateTimeOffset now, string reason, int attempts, string? outcome)
    {
        session.Execute(
            "INSERT INTO deadletters(at, topic, subscription, reason, attempts, last, published, event) VALUES($0, $1, $2, $3, $4, $5, $6, $7)",
            Times.Ticks(now), topic, subscription, reason, attempts, outcome, Times.Ticks(delivery.Published), delivery.Event);
        Done(session, delivery);
    }

    /// <summary>Dead letters of a topic, oldest first.</summary>
    public static List<DeadLetter> DeadLetters(StoreSession session, string topic) => session.Query(
        "SELECT at, subscription, reason, attempts, last, event FROM deadletters WHERE topic = $0 ORDER BY seq",
        row => new DeadLetter(Times.FromTicks(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5)),
        topic);

    /// <summary>Deliveries that are still queued.</summary>
    public static long Pending(StoreSession session, string topic) => session.Number("SELECT COUNT(*) FROM deliveries WHERE topic = $0", topic) ?? 0;

    private static void Publish(StoreSession session, TopicOptions topic, string subscription, IEnumerable<string> bodies, DateTimeOffset now)
    {
        if (topic.DuplicateProbability <= 0)
        {
            // One statement for all of a request.
            session.Execute(InsertAll, topic.Name, subscription, Times.Ticks(now), Times.Ticks(now), $"[{string.Join(',', bodies)}]");
            return;
        }

        foreach (var body in bodies)
        {
            var seq = Queue(session, topic.Name, subscription, body, now, now);
            if (Chance.Unit(session.Seed, "duplicate", seq) < topic.DuplicateProbability)
            {
                Queue(session, topic.Name, subscription, body, now, now + TimeSpan.FromSeconds(60 * Chance.Unit(session.Seed, "duplicate delay", seq)));
            }
        }
    }

    private static List<Delivery> NextInAnyOrder(
        StoreSession session, TopicOptions topic, TopicSubscriptionOptions subscription, IReadOnlySet<long> underWay, DateTimeOffset now)
    {
        var ordered = session.Query(
                "SELECT seq, batch FROM deliveries WHERE topic = $0 AND subscription = $1 AND due <= $2 ORDER BY due, seq",
                row => (Seq: row.GetInt64(0), Batch: row.GetInt64(1)), topic.Name, subscription.Name, Times.Ticks(now))
            .Where(one => !underWay.Contains(one.Seq))
            .OrderBy(one => Chance.Unit(session.Seed, "order", one.Seq))
            .ToList();
        return ordered.Count == 0
            ? []
            : [.. ordered.Where(one => one.Batch == ordered[0].Batch).Take(subscription.MaxEventsPerBatch)
                .SelectMany(one => session.Query("SELECT seq, attempts, published, last, event FROM deliveries WHERE seq = $0", Read, one.Seq))];
    }

    private static long Queue(StoreSession session, string topic, string subscription, string body, DateTimeOffset published, DateTimeOffset due) => session.Insert(
        Insert, topic, subscription, Times.Ticks(due), Times.Ticks(published), body);

    private static Delivery Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetInt32(1), Times.FromTicks(row.GetInt64(2)), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4));
}
