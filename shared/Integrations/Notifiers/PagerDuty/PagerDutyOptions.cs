namespace OpsAutomation.Integrations.Notifiers.PagerDuty;

/// <summary>Where pages go.</summary>
public sealed class PagerDutyOptions
{
    /// <summary>Integration key of a service, "Events API v2"; a secret. Null: nobody is paged through PagerDuty.</summary>
    public string? RoutingKey { get; set; }

    /// <summary>Where events are sent: <c>events.pagerduty.com</c>, or <c>events.eu.pagerduty.com</c> for accounts in Europe.</summary>
    public Uri Endpoint { get; set; } = new("https://events.pagerduty.com/");

    /// <summary>What is wrong, each in a sentence that does not tell the key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        // PagerDuty, "Events API v2 overview": a key has 32 characters.
        if (RoutingKey is { } key && (key.Length != 32 || !key.All(char.IsAsciiLetterOrDigit)))
        {
            yield return "PagerDuty:RoutingKey must be the 32 letters and digits of an integration key of Events API v2.";
        }

        foreach (var problem in SecretAddress.Problems("PagerDuty:Endpoint", Endpoint))
        {
            yield return problem;
        }
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => "PagerDuty integration (key hidden)";
}
