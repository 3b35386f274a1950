namespace OpsAutomation.Core.Alerts.Sources.EventGrid;

/// <summary>
/// A secret, key or certificate nears its end (30 days before, unless the vault's policy says otherwise), or has expired. All of
/// one object are one condition: expiry raises its severity, a new version resolves it. Source: Event Grid documentation, "Azure
/// Key Vault as Event Grid source". The events carry names and dates, never values.
/// </summary>
internal sealed class KeyVaultKind : IGridKind
{
    private const string Prefix = "Microsoft.KeyVault.";
    private static readonly string[] Objects = ["Certificate", "Key", "Secret"];

    public string Name => "credential expiry";

    public IReadOnlyList<string> Types { get; } =
        [.. Objects.SelectMany(o => new[] { $"{Prefix}{o}NearExpiry", $"{Prefix}{o}Expired", $"{Prefix}{o}NewVersionCreated" })];

    public AlertDraft? Read(GridEvent item, AlertDraft draft, out DeadLetter? problem)
    {
        var data = item.Data;
        var kind = Array.Find(Objects, o => item.Type.StartsWith(Prefix + o, StringComparison.OrdinalIgnoreCase))!;
        var name = data.Text("ObjectName", 128) ?? item.Subject;
        problem = name is null ? new DeadLetter("data.ObjectName", $"The event names no {kind.ToLowerInvariant()}.", Name) : null;
        if (problem is not null)
        {
            return null;
        }

        var happened = item.Type[(Prefix.Length + kind.Length)..].ToLowerInvariant();
        var ends = SenderTime.FromEpoch(data.Number("EXP"));
        var vault = data.Text("VaultName", 64);
        draft.Labels.Add("azure.vault", vault);
        draft.Labels.Add("azure.objectType", kind);
        draft.Labels.Add("azure.objectName", name);
        draft.Labels.Add("azure.version", data.Text("Version", 64));
        draft.Labels.Add("azure.expires", ends?.ToString("u"));
        var renewed = happened == "newversioncreated";
        var expired = happened == "expired";
        return draft with
        {
            Resource = kind == "Secret" && IsName(name!) && draft.Resource is { } holder ? $"{holder}/secrets/{name!.ToLowerInvariant()}" : draft.Resource,
            Rule = "credential expiry",
            Signal = draft.Signal with
            {
                Kind = SignalKind.Credential,
                Name = kind,
                Dimensions = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["vault"] = (vault ?? string.Empty).ToLowerInvariant(),
                    ["objectType"] = kind.ToLowerInvariant(),
                    ["objectName"] = name!.ToLowerInvariant(),
                },
            },
            Status = renewed ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = expired ? Severity.Sev1 : renewed ? Severity.Sev4 : Severity.Sev2,
            EndsAt = renewed ? draft.StartsAt : null,
            Summary = $"{kind} {name} of vault {vault ?? "unknown"} {(renewed ? "has a new version" : expired ? "has expired" : $"expires {(ends is { } at ? $"on {at:yyyy-MM-dd}" : "soon")}")}",
        };
    }

    // A name of Key Vault's own rules; anything else would reach out of the vault.
    private static bool IsName(string name) => name.Length is > 0 and <= 127 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
