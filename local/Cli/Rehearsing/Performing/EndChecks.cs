using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing.Performing;

/// <summary>Compares the end of a rehearsal with what it expects and forbids.</summary>
internal static class EndChecks
{
    private const string Ours = "opsautomation";

    /// <summary>Everything that is not as it should be.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(
        Rehearsal world, RehearsalScript script, IncidentFile end, IReadOnlyList<IncidentFile> files, IReadOnlyList<ObservedCall> log)
    {
        var (expect, forbid) = (script.Expect, script.Forbid);
        var failures = new List<string>();
        var ours = log.Where(c => c.Principal == Ours).ToList();
        var cards = await world.Azure.CardsAsync();
        if (end.Head.Status != expect.Status)
        {
            failures.Add($"The incident ends {end.Head.Status}, not {expect.Status}.");
        }

        if (files.Count < expect.Incidents)
        {
            failures.Add($"There are {files.Count} incidents, not {expect.Incidents}.");
        }

        if (expect.Playbook is { } playbook && end.Head.Playbook != playbook)
        {
            failures.Add($"The playbook is {end.Head.Playbook ?? "none"}, not {playbook}.");
        }

        failures.AddRange(expect.Facts.Select(f => Facts([end], f)).OfType<string>());
        failures.AddRange(expect.Story.Where(t => !Tells(end, t)).Select(t => $"The journal does not say '{t}'."));
        failures.AddRange(expect.Calls.Select(c => Calls(ours, c)).OfType<string>());
        if (expect.Changes is { } changes && ours.Count(c => c.Changes) is var made && made != changes)
        {
            failures.Add($"{made} changes were sent, not {changes}: {string.Join(", ", ours.Where(c => c.Changes).Select(c => $"{c.Method} {c.Status}"))}.");
        }

        var resources = await world.Azure.ResourcesAsync();
        foreach (var state in expect.State)
        {
            var resource = resources.GetValueOrDefault(state.Of.ToLowerInvariant());
            var value = FactMatching.Find(resource, state.At) ?? FactMatching.Find(resource?["body"], state.At);
            if (state.Is is { } wanted ? !FactMatching.Is(value, wanted) : value is not null)
            {
                failures.Add($"{state.At} of {state.Of.Split('/')[^1]} is {value?.ToString() ?? "absent"}, not {state.Is ?? "absent"}.");
            }
        }

        failures.AddRange(expect.Notices.Where(t => !cards.Any(c => c.Contains(t, StringComparison.OrdinalIgnoreCase))).Select(t => $"No notice says '{t}'."));
        if (await world.Part<GuardrailLedger>().LeasesAsync() is var leases && leases.Count != expect.Leases)
        {
            failures.Add($"{leases.Count} leases are left, not {expect.Leases}: {string.Join(", ", leases.Select(l => l.Resource))}.");
        }

        failures.AddRange(files.Select(f => AuditChain.Verify(f.Entries, f.Head)).Where(p => p is not null).Select(p => $"The audit chain is broken: {p}"));
        failures.AddRange(forbid.Facts.Where(f => files.Any(x => FactMatching.Count(x, f) > 0)).Select(f => $"There is a fact '{f.Kind}', which is forbidden."));
        failures.AddRange(forbid.Story.Where(t => files.Any(f => Tells(f, t))).Select(t => $"A journal says '{t}', which is forbidden."));
        failures.AddRange(forbid.Notices.Where(t => cards.Any(c => c.Contains(t, StringComparison.OrdinalIgnoreCase))).Select(t => $"A notice says '{t}', which is forbidden."));
        failures.AddRange(forbid.Calls.SelectMany(w => ours.Where(c => c.Done && Is(c, w)).Select(c => $"{c.Method} {c.Path} was done, which is forbidden.")));
        return failures;
    }

    private static string? Facts(IReadOnlyList<IncidentFile> files, FactMatch wanted)
    {
        var count = files.Sum(f => FactMatching.Count(f, wanted));
        var described = string.Join(", ", wanted.With.Select(w => $"{w.Key} {w.Value}").Prepend(wanted.Kind));
        return wanted.Count is { } exactly
            ? count == exactly ? null : $"There are {count} facts '{described}', not {exactly}."
            : count > 0 ? null : $"There is no fact '{described}'.";
    }

    private static string? Calls(IReadOnlyList<ObservedCall> ours, CallMatch wanted)
    {
        var count = ours.Count(c => Is(c, wanted));
        var described = string.Join(' ', new[] { wanted.Method ?? "change", wanted.Path, wanted.Ends, wanted.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) }.OfType<string>());
        return wanted.Count is { } exactly
            ? count == exactly ? null : $"There are {count} calls '{described}', not {exactly}."
            : count > 0 ? null : $"There is no call '{described}'.";
    }

    private static bool Is(ObservedCall call, CallMatch wanted) =>
        (wanted.Method is null ? call.Changes : call.Method.Equals(wanted.Method, StringComparison.OrdinalIgnoreCase))
        && (wanted.Path is null || call.Path.StartsWith(wanted.Path, StringComparison.OrdinalIgnoreCase) || Targets.Cover(wanted.Path.ToLowerInvariant(), call.Target))
        && (wanted.Ends is null || call.Path.EndsWith(wanted.Ends, StringComparison.OrdinalIgnoreCase))
        && (wanted.Status is null || call.Status == wanted.Status);

    private static bool Tells(IncidentFile file, string text) => file.Entries.Any(e => e.Text.Contains(text, StringComparison.OrdinalIgnoreCase));
}
