using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>
/// One sender's dialect. <see cref="Split"/> runs while the sender waits and looks only at what is needed to tell alerts
/// apart; <see cref="Normalise"/> runs later on a stored item. Neither throws for any JSON whatever.
/// </summary>
public interface IAlertSource
{
    /// <summary>The name in <c>POST /api/alerts/{source}</c> and in <see cref="Alert.Source"/>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a body looks like this sender's: a cheap look at the outermost fields, for guessing who sent what another
    /// source could not read. False for anything that is no JSON object; never a promise that it can be normalised.
    /// </summary>
    bool Recognises(JsonElement body);

    /// <summary>Splits a body into single alerts with deterministic ids, or says which field is wrong.</summary>
    SplitResult Split(JsonElement body);

    /// <summary>Turns one item of <see cref="Split"/> into an alert, or says why it never can be one.</summary>
    NormaliseResult Normalise(JsonElement item, IntakeContext context);
}
