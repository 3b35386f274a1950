using System.Text.Json;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Alerts.Samples;

/// <summary>Reads a body on the way that the intake goes: parse, split, redact, normalise, with a catalogue of one known web tier.</summary>
internal static class Reading
{
    public static readonly DateTimeOffset Received = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    public static readonly ServiceCatalog Services = new(
    [
        new Service("shop-web", "maria", "shop", 1, ["ana"], [new ResourcePattern(AzureSamples.WebSet)], []),
        new Service("shop-db", "maria", "shop", 1, ["ben"], [], []),
    ]);

    /// <summary>The alert of a sample that holds one.</summary>
    public static Alert One(string source, string sample) => Assert.Single(All(source, SampleFiles.Text(source, sample))).Alert!;

    /// <summary>The dead letter of a sample that is no alert.</summary>
    public static DeadLetter Dead(string source, string sample) => Assert.Single(All(source, SampleFiles.Text(source, sample))).DeadLetter!;

    /// <summary>What each alert of a body became.</summary>
    public static IReadOnlyList<NormaliseResult> All(string source, string body)
    {
        var sender = Source(source);
        var reading = IntakeReader.Parse(System.Text.Encoding.UTF8.GetBytes(body));
        Assert.Null(reading.Problem);
        var split = sender.Split(reading.Body);
        Assert.Null(split.Problem);
        return [.. split.Items.Select(i => i.Unparseable is { } why ? NormaliseResult.Dead(why) : sender.Normalise(Stored(i.Body), Context(i.Id)))];
    }

    public static IAlertSource Source(string name) => AlertSources.All.TryFind(name, out var source) ? source : throw new ArgumentException($"No source '{name}'.", nameof(name));

    /// <summary>A body as it comes back from the ledger.</summary>
    public static JsonElement Stored(JsonElement body) => AzureSamples.Json(Redaction.Json(body));

    public static IntakeContext Context(string id) => new(id, Received, $"intake-20261124-0/{id}", Services);
}
