namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>How much of a notice a card shows. Links and the headline are always there.</summary>
/// <param name="Text">Characters of one text.</param>
/// <param name="Details">Number of further sentences.</param>
/// <param name="Rows">Number of rows of the before/after table.</param>
/// <param name="CommandLines">Lines of the commands by hand.</param>
internal sealed record CardBudget(int Text, int Details, int Rows, int CommandLines)
{
    /// <summary>From everything to the least, tried in order until the message fits.</summary>
    public static readonly IReadOnlyList<CardBudget> Steps =
    [
        new(1000, 20, 20, 20),
        new(500, 10, 12, 10),
        new(300, 5, 8, 4),
        new(200, 3, 4, 0),
        new(120, 0, 0, 0),
    ];
}
