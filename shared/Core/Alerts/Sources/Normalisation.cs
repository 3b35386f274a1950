using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>What the intake would make of a body, with nothing stored: the same reading, splitting, redaction and normalising.</summary>
/// <param name="Source">The source that read it, or null when none recognises it.</param>
/// <param name="Recognised">Whether the source was guessed from the body, and not named.</param>
/// <param name="Alerts">The alerts.</param>
/// <param name="DeadLetters">What would be kept as a dead letter.</param>
/// <param name="Handshake">The handshake that the body is, or null.</param>
/// <param name="Problem">Why the whole body would be refused, or null.</param>
public sealed record Normalisation(
    string? Source,
    bool Recognised,
    IReadOnlyList<Alert> Alerts,
    IReadOnlyList<DeadItem> DeadLetters,
    SourceHandshake? Handshake,
    SplitProblem? Problem)
{
    // Where a body that was never stored would be found.
    private const string Nowhere = "not-stored";

    /// <summary>Whether everything became an alert, or is a handshake.</summary>
    public bool IsWell => Problem is null && DeadLetters.Count == 0;

    /// <summary>Normalises a body.</summary>
    /// <param name="body">The bytes as their sender would post them.</param>
    /// <param name="source">Who sent it; null to let the body tell.</param>
    /// <param name="sources">The senders that we understand.</param>
    /// <param name="services">The service catalogue.</param>
    /// <param name="receivedAt">When it counts as received.</param>
    public static Normalisation Of(ReadOnlyMemory<byte> body, IAlertSource? source, AlertSources sources, ServiceCatalog services, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var reading = IntakeReader.Parse(body);
        if (reading.Problem is { } unreadable)
        {
            return Refused(source?.Name, false, new SplitProblem(unreadable.Field, unreadable.Message, unreadable.Status));
        }

        var reader = source ?? sources.Recognising(reading.Body);
        if (reader is null)
        {
            var guess = sources.Guess(reading.Body) is { } near ? $" As it stands, {near}." : string.Empty;
            return Refused(null, false, new SplitProblem("body", $"No source recognises it, or more than one does; name one of {string.Join(", ", sources.Names)}.{guess}", 400));
        }

        var split = sources.Split(reader, reading.Body);
        if (split.Problem is { } problem)
        {
            return Refused(reader.Name, source is null, problem);
        }

        var (alerts, dead) = (new List<Alert>(), new List<DeadItem>());
        foreach (var item in split.Items)
        {
            var result = item.Unparseable is { } letter ? NormaliseResult.Dead(letter) : Read(item, reader, sources, services, receivedAt);
            if (result.Alert is { } alert)
            {
                alerts.Add(alert);
            }
            else if (split.Handshake is null)
            {
                dead.Add(new DeadItem(item.Id, result.DeadLetter!.Field, result.DeadLetter.Reason, result.DeadLetter.Nearest));
            }
        }

        return new Normalisation(reader.Name, source is null, alerts, dead, split.Handshake, null);
    }

    // Redacted first, since normalising reads what the ledger kept.
    private static NormaliseResult Read(SplitItem item, IAlertSource reader, AlertSources sources, ServiceCatalog services, DateTimeOffset receivedAt)
    {
        using var stored = JsonDocument.Parse(Redaction.Json(item.Body));
        return sources.Normalise(reader, stored.RootElement, new IntakeContext(item.Id, receivedAt, Nowhere, services));
    }

    private static Normalisation Refused(string? source, bool recognised, SplitProblem problem) => new(source, recognised, [], [], null, problem);
}

/// <summary>An item that can never become an alert.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Field">The field that could not be read.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Nearest">What its sender probably meant, or null.</param>
public sealed record DeadItem(string Id, string Field, string Reason, string? Nearest);
