using System.Text;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Records;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Fuzzing;

/// <summary>
/// The way of a body through everything that is pure: read, split, redact and write the row, read it back, normalise, hold to
/// its sender's scope, find the scope, classify, correlate in an empty scope. What comes out of each step is in its bounds.
/// </summary>
internal sealed class FuzzPath(ClassificationRules rules)
{
    /// <summary>
    /// The most characters of an alert as JSON: 64 labels of 128 and 512, 40 dimensions of 128 and 512, links of 8 times 2048 and
    /// some texts make 80,000, and JSON may write a character as six.
    /// </summary>
    public const int MaxAlertLength = 480_000;

    /// <summary>Walks the way; returns how many items the body had and what alerts became of them.</summary>
    public (int Items, IReadOnlyList<Alert> Alerts) Walk(string source, ReadOnlyMemory<byte> bytes)
    {
        var sender = Reading.Source(source);
        var reading = IntakeReader.Parse(bytes);
        if (reading.Problem is { } unreadable)
        {
            Told(unreadable.Status, unreadable.Field, unreadable.Message);
            return (0, []);
        }

        _ = AlertSources.All.Recognising(reading.Body);
        var split = AlertSources.All.Split(sender, reading.Body);
        if (split.Problem is { } problem)
        {
            Told(problem.Status, problem.Field, problem.Message);
            return (0, []);
        }

        Assert.NotEmpty(split.Items);
        Assert.InRange(split.Items.Sum(i => (long)i.Body.GetRawText().Length), 0, 17L * 1024 * 1024);
        var alerts = new List<Alert>();
        foreach (var item in split.Items)
        {
            var row = IntakeBody.Write(source, item, Reading.Received, Reading.Received.AddDays(30));
            var stored = OpsJson.Read<StoredItem>(row);
            if (stored.Unparseable is { } letter)
            {
                Told(letter);
                continue;
            }

            var result = AlertSources.All.Normalise(sender, stored.Body, Reading.Context(item.Id));
            if (result.DeadLetter is { } dead)
            {
                Told(dead);
                continue;
            }

            Decide(result.Alert!);
            alerts.Add(result.Alert!);
        }

        return (split.Items.Count, alerts);
    }

    private void Decide(Alert alert)
    {
        AlertBounds.Hold(alert);
        _ = SenderScope.Hold(null, alert, Reading.Services);
        var scope = ScopeKey.Of(alert, Reading.Services);
        Assert.Matches("^[a-z0-9._~-]{1,80}$", scope);
        var classified = rules.Classify(alert);
        Assert.NotEmpty(classified.Category);
        Assert.InRange(classified.Evidence.Sum(e => e.Length), 1, 16_384);
        var decision = Correlator.Decide(ScopeState.Empty(scope), alert, Reading.Received);
        Assert.NotEmpty(decision.Disposition.Reason);
        Assert.InRange(OpsJson.Write(decision.Disposition).Length, 1, 16_384);
        Assert.InRange(OpsJson.Write(alert).Length, 1, MaxAlertLength);
    }

    private static void Told(DeadLetter letter) => Told(400, letter.Field, letter.Reason);

    private static void Told(int status, string field, string message)
    {
        Assert.Contains(status, (int[])[400, 413]);
        Assert.InRange(Encoding.UTF8.GetByteCount(field), 1, 4096);
        Assert.InRange(message.Length, 1, 8192);
    }
}
