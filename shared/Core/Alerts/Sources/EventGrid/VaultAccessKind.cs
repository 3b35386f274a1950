namespace OpsAutomation.Core.Alerts.Sources.EventGrid;

/// <summary>Who may use a vault was changed. It is told once; a person judges it.</summary>
internal sealed class VaultAccessKind : IGridKind
{
    public string Name => "vault access";

    public IReadOnlyList<string> Types { get; } = ["Microsoft.KeyVault.VaultAccessPolicyChanged"];

    public AlertDraft? Read(GridEvent item, AlertDraft draft, out DeadLetter? problem)
    {
        problem = null;
        var vault = item.Data.Text("VaultName", 64) ?? item.Subject;
        draft.Labels.Add("azure.vault", vault);
        return draft with
        {
            Rule = "vault access policy changed",
            Signal = draft.Signal with { Kind = SignalKind.Security, Name = "access policy" },
            Severity = Severity.Sev3,
            Summary = $"The access policy of vault {vault ?? "unknown"} was changed",
        };
    }
}
