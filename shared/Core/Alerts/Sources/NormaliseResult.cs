namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>An alert, or the reason why the item is kept as a dead letter.</summary>
public sealed record NormaliseResult
{
    private NormaliseResult(Alert? alert, DeadLetter? deadLetter) => (Alert, DeadLetter) = (alert, deadLetter);

    /// <summary>The alert, or null.</summary>
    public Alert? Alert { get; }

    /// <summary>Why there is no alert, or null.</summary>
    public DeadLetter? DeadLetter { get; }

    /// <summary>The item became an alert.</summary>
    public static NormaliseResult Of(Alert alert) => new(alert, null);

    /// <summary>The item can never become an alert.</summary>
    public static NormaliseResult Dead(DeadLetter deadLetter) => new(null, deadLetter);
}

/// <summary>Why an accepted item could not be understood.</summary>
/// <param name="Field">The field that could not be read, for example <c>data.essentials.monitoringService</c>.</param>
/// <param name="Reason">What is wrong, in a sentence.</param>
/// <param name="Nearest">What the sender probably meant, or null when nothing is near.</param>
public sealed record DeadLetter(string Field, string Reason, string? Nearest = null);
