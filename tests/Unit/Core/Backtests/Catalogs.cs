using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources.Mapped;
using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Backtests;

/// <summary>The shipped catalogue without playbooks, with texts in it replaced.</summary>
internal static class Catalogs
{
    public static OpsCatalog Shipped { get; } = With();

    /// <summary>The shipped catalogue; each change names a file, and what stands in place of what.</summary>
    public static OpsCatalog With(params (string File, string Old, string New)[] changes) => new(
        [],
        Read("services.yaml", ServiceCatalog.Read, changes),
        Read("classification.yaml", ClassificationRules.Read, changes),
        Read("routing.yaml", RoutingReader.Read, changes),
        Read("guardrails.yaml", GuardrailReader.Read, changes))
    {
        Correlation = Read("correlation.yaml", CorrelationReader.Read, changes),
        Senders = Read("sources.yaml", SenderCatalog.Read, changes),
        Calendars = Read("calendars.yaml", MaintenanceCalendar.Read, changes),
        Mappings = [Read("jenkins.yaml", SourceMapping.Read, changes, "SourceMappings")],
    };

    private static T Read<T>(string file, Func<YamlMap, T?> read, (string File, string Old, string New)[] changes, string folder = "ShippedCatalog")
        where T : class
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, folder, file));
        foreach (var (_, old, replacement) in changes.Where(c => c.File == file))
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        var bag = new DiagnosticBag();
        var found = YamlFile.Read(file, text, bag) is { } root ? read(root) : null;
        Assert.True(found is not null, string.Join('\n', bag.All));
        return found;
    }
}
