using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources.Mapped;
using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Classification.Cases;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Cost.Settings;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Approving;
using OpsAutomation.Core.Playbooks.Validation;
using OpsAutomation.Core.Services;
using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Telemetry.FireDrills;
using YamlDotNet.Core;

namespace OpsAutomation.Core.Catalog;

/// <summary>Reads a catalogue folder. Whatever is wrong in it is told at once, with file, line and column.</summary>
public static class CatalogLoader
{
    private const string PlaybookFolder = "playbooks";
    private const string CaseFolder = "classification-cases";
    private const string MappingFolder = "sources";
    private const string SloFolder = "slos";

    /// <summary>Reads the folder.</summary>
    /// <param name="directory">
    /// The folder, with <c>services.yaml</c>, <c>classification.yaml</c>, <c>routing.yaml</c>, <c>guardrails.yaml</c>, <c>sources.yaml</c>,
    /// <c>correlation.yaml</c> and <c>playbooks/</c>; <c>calendars.yaml</c>, <c>approvals.yaml</c>, <c>drills.yaml</c>, <c>cost.yaml</c>, <c>classification-cases/</c>, <c>sources/</c> and <c>slos/</c> may be absent.
    /// </param>
    /// <param name="actions">The actions that playbooks may use.</param>
    /// <returns>The catalogue, or null when any diagnostic is an error; and every diagnostic.</returns>
    public static (OpsCatalog? Catalog, IReadOnlyList<Diagnostic> Diagnostics) Load(string directory, IReadOnlyCollection<ActionDescriptor> actions)
    {
        var bag = new DiagnosticBag();
        if (!Directory.Exists(directory))
        {
            bag.Error("OPS1000", $"There is no catalogue folder at {directory}.", directory, new Mark(0, 1, 1));
            return (null, bag.All);
        }

        var services = Read(directory, "services.yaml", bag, ServiceCatalog.Read);
        var classification = Read(directory, "classification.yaml", bag, ClassificationRules.Read);
        var routing = Read(directory, "routing.yaml", bag, RoutingReader.Read);
        var guardrails = Read(directory, "guardrails.yaml", bag, GuardrailReader.Read);
        var senders = Read(directory, "sources.yaml", bag, SenderCatalog.Read);
        var correlation = Read(directory, "correlation.yaml", bag, CorrelationReader.Read);
        var calendars = ReadIfThere(directory, "calendars.yaml", bag, MaintenanceCalendar.Read, MaintenanceCalendar.Empty);
        var approvals = ReadIfThere(directory, "approvals.yaml", bag, ApprovalPolicyReader.Read, ApprovalPolicies.None);
        routing = routing is null || approvals is null ? routing : routing with { Groups = approvals.Groups, Aliases = approvals.Aliases };
        if (routing is not null && approvals is not null)
        {
            new ApprovalRules(approvals, routing).CheckFile(bag);
        }

        var cost = ReadIfThere(directory, "cost.yaml", bag, CostSettings.Read, CostSettings.None);
        var drills = ReadIfThere(directory, "drills.yaml", bag, FireDrillReader.Read, []);
        FireDrillReader.CheckNames(drills ?? [], services, routing, bag);
        var playbooks = PlaybookSet.Read(Files(directory, PlaybookFolder), actions, routing, bag, approvals);
        CheckCategories(playbooks, classification, bag);
        CheckNamesOf(guardrails, services, routing, bag);
        CheckSchedulesOf(services, routing, bag);
        var cases = Cases(directory, bag);
        CheckServicesOf(senders, services, bag);
        var mappings = MappingSet.Read(Files(directory, MappingFolder), senders, bag);
        var slos = SloReader.Read(Files(directory, SloFolder), bag);
        CheckServicesOf(slos, services, bag);
        return bag.HasErrors || senders is null || services is null || classification is null || routing is null || guardrails is null || calendars is null || correlation is null || approvals is null || cost is null
            ? (null, bag.All)
            : (new OpsCatalog(playbooks, services, classification.MeasuredOn(cases), routing, guardrails)
            {
                Correlation = correlation,
                Senders = senders,
                Calendars = calendars,
                Approvals = approvals,
                Cost = cost,
                Drills = drills ?? [],
                Mappings = mappings,
                Slos = slos,
            }, bag.All);
    }

    private static T? Read<T>(string directory, string file, DiagnosticBag bag, Func<YamlMap, T?> read)
        where T : class
    {
        var path = Path.Combine(directory, file);
        if (!File.Exists(path))
        {
            bag.Error("OPS1000", $"The catalogue needs a file {file}.", file, new Mark(0, 1, 1));
            return null;
        }

        return YamlFile.Read(file, File.ReadAllText(path), bag) is { } root ? read(root) : null;
    }

    private static T? ReadIfThere<T>(string directory, string file, DiagnosticBag bag, Func<YamlMap, T?> read, T absent)
        where T : class =>
        File.Exists(Path.Combine(directory, file)) ? Read(directory, file, bag, read) : absent;

    /// <summary>Reads the labelled cases of a catalogue; none when it has no such folder.</summary>
    /// <param name="directory">The folder of the catalogue.</param>
    /// <param name="bag">Receives every problem.</param>
    public static IReadOnlyList<LabelledCase> Cases(string directory, DiagnosticBag bag) => CaseReader.Read(Files(directory, CaseFolder), bag);

    private static IEnumerable<(string File, string Text)> Files(string directory, string folder)
    {
        var path = Path.Combine(directory, folder);
        return (Directory.Exists(path) ? Directory.GetFiles(path, "*.yaml") : []).Select(f => ($"{folder}/{Path.GetFileName(f)}", File.ReadAllText(f)));
    }

    // A playbook that no classification leads to would never run, and nobody would notice.
    private static void CheckCategories(IReadOnlyList<Playbook> playbooks, ClassificationRules? classification, DiagnosticBag bag)
    {
        foreach (var playbook in playbooks.Where(p => p.Match.Category.Length > 0 && classification?.Categories.Contains(p.Match.Category, StringComparer.Ordinal) == false))
        {
            bag.Error(
                "OPS1010",
                $"Playbook '{playbook.Name}' is for category '{playbook.Match.Category}', which no rule of classification.yaml gives; known are {string.Join(", ", classification!.Categories)}.",
                PlaybookFolder,
                new Mark(0, 1, 1));
        }
    }

    // A budget or a freeze for a misspelt service guards nothing, and a question to nobody is never answered.
    private static void CheckNamesOf(GuardrailSettings? guardrails, ServiceCatalog? services, Routing? routing, DiagnosticBag bag)
    {
        if (guardrails is null)
        {
            return;
        }

        var named = guardrails.ErrorBudget.Services.Concat(guardrails.Freeze.Windows.SelectMany(w => w.Services)).Distinct(StringComparer.Ordinal);
        foreach (var stranger in named.Where(s => services is not null && services.ByName(s) is null))
        {
            bag.Error("OPS1173", $"guardrails.yaml names the service '{stranger}', which is none of services.yaml.", "guardrails.yaml", new Mark(0, 1, 1));
        }

        // Where nobody wrote who is asked, a missing role is no mistake in the file: the question ends unanswered, with a person.
        foreach (var nobody in ReferenceEquals(guardrails.Ask, AskSettings.Default) ? [] : guardrails.Ask.Approvers.Where(a => routing is not null && !routing.Knows(a)))
        {
            bag.Error("OPS1177", $"guardrails.yaml asks '{nobody}', who is nobody in routing.yaml.", "guardrails.yaml", new Mark(0, 1, 1));
        }
    }

    // A schedule that does not exist would page whoever comes next, and nobody would know why.
    private static void CheckSchedulesOf(ServiceCatalog? services, Routing? routing, DiagnosticBag bag)
    {
        foreach (var rule in routing?.Rules.All ?? [])
        {
            foreach (var stranger in rule.Services.Where(s => services is not null && services.ByName(s) is null))
            {
                bag.Error("OPS2119", $"The rule '{rule.Name}' names the service '{stranger}', which is none of services.yaml.", "routing.yaml", new Mark(0, 1, 1));
            }
        }

        foreach (var service in routing is null ? [] : services?.All ?? [])
        {
            foreach (var stranger in service.OnCall.Where(o => o.StartsWith(Routing.SchedulePrefix, StringComparison.Ordinal) && !routing!.Knows(o)))
            {
                bag.Error("OPS2115", $"On call for '{service.Name}' is '{stranger}', which is no schedule of routing.yaml.", "services.yaml", new Mark(0, 1, 1));
            }
        }
    }

    // An objective of no service would guard nothing.
    private static void CheckServicesOf(IReadOnlyList<Slo> slos, ServiceCatalog? services, DiagnosticBag bag)
    {
        foreach (var slo in services is null ? [] : slos.Where(s => services.ByName(s.Service) is null))
        {
            bag.Error("OPS2209", $"The objective '{slo.Name}' is for the service '{slo.Service}', which is none of services.yaml.", SloFolder, new Mark(0, 1, 1));
        }
    }

    // A service that is misspelt here would send its alerts to a person for ever, and nobody would know why.
    private static void CheckServicesOf(SenderCatalog? senders, ServiceCatalog? services, DiagnosticBag bag)
    {
        foreach (var sender in services is null ? [] : senders?.All ?? [])
        {
            foreach (var stranger in sender.Services.Where(s => s != Sender.AnyService && services!.ByName(s) is null))
            {
                bag.Error("OPS1612", $"The source '{sender.Name}' names the service '{stranger}', which is none of services.yaml.", "sources.yaml", new Mark(0, 1, 1));
            }
        }
    }
}
