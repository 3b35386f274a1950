using System.Text.Json;
using OpsAutomation.Core.Catalog;
using YamlDotNet.Core;

namespace OpsAutomation.Core.Permissions;

/// <summary>Compares the roles that the repository keeps with what the catalogue needs: nothing may be lacking, nothing may be granted for no one.</summary>
public static class RoleCheck
{
    /// <summary>Adds every difference, OPS2001 to OPS2005, each at its place in the file.</summary>
    /// <param name="report">What the catalogue needs.</param>
    /// <param name="json">Text of the role file.</param>
    /// <param name="bicep">Text of the Bicep file, or null when it is not there.</param>
    /// <param name="folder">How the folder of both is named in messages.</param>
    /// <param name="bag">Receives every problem.</param>
    public static void Check(PermissionReport report, string json, string? bicep, string folder, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(bag);
        var place = new Place($"{folder}/{RoleFile.Name}", json);
        RoleFile file;
        try
        {
            file = RoleFile.Read(json);
        }
        catch (JsonException e)
        {
            bag.Error("OPS2003", $"The role file cannot be read: {e.Message} Make it anew: {RoleFile.Command}.", place.File, new Mark(0, 1, 1));
            return;
        }

        foreach (var key in report.Roles.Select(r => r.Key).Concat(file.Roles.Select(r => r.Key)).Distinct(StringComparer.Ordinal))
        {
            var (needed, granted) = (Find(report.Roles, key), Find(file.Roles, key));
            Compare(key, "action", needed?.Actions, granted?.Actions, place, bag);
            Compare(key, "data action", needed?.DataActions, granted?.DataActions, place, bag);
        }

        Compare("the applications' consent", "permission", Operations(report.Apis), Operations(file.Apis), place, bag);

        // What is granted is in Bicep: a file that was edited by hand would be deployed all the same.
        if (bicep is null || Plain(bicep) != RoleBicep.Write(report))
        {
            bag.Error(
                "OPS2004",
                bicep is null ? $"{RoleFile.BicepName} is missing. Make it: {RoleFile.Command}." : $"It is not what the catalogue gives. Make it anew: {RoleFile.Command}.",
                $"{folder}/{RoleFile.BicepName}",
                new Mark(0, bicep is null ? 1 : FirstDifference(Plain(bicep), RoleBicep.Write(report)), 1));
        }

        if (!bag.All.Any(d => d.File == place.File) && Plain(json) != RoleFile.Write(report))
        {
            bag.Error("OPS2005", $"It grants what is needed, and says of something that others need it. Make it anew: {RoleFile.Command}.", place.File, new Mark(0, FirstDifference(Plain(json), RoleFile.Write(report)), 1));
        }
    }

    private static void Compare(string role, string kind, IReadOnlyList<RoleOperation>? needed, IReadOnlyList<RoleOperation>? granted, Place place, DiagnosticBag bag)
    {
        var (wants, has) = (needed ?? [], granted ?? []);
        foreach (var lacking in wants.Where(w => !Has(has, w.Name)))
        {
            bag.Error("OPS2001", $"{role} lacks the {kind} {lacking.Name}, which is needed by {string.Join("; ", lacking.NeededBy)}. Make the file anew: {RoleFile.Command}.", place.File, new Mark(0, 1, 1));
        }

        foreach (var extra in has.Where(h => !Has(wants, h.Name)))
        {
            bag.Error("OPS2002", $"{role} grants the {kind} {extra.Name}, which no playbook needs. Make the file anew: {RoleFile.Command}.", place.File, place.Of(extra.Name));
        }
    }

    private static CustomRole? Find(IReadOnlyList<CustomRole> roles, string key) => roles.FirstOrDefault(r => string.Equals(r.Key, key, StringComparison.Ordinal));

    private static IReadOnlyList<RoleOperation> Operations(IEnumerable<ApiPermission> apis) => [.. apis.Select(a => new RoleOperation($"{a.Service}: {a.Permission}", a.NeededBy))];

    private static bool Has(IReadOnlyList<RoleOperation> operations, string name) => operations.Any(o => string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase));

    private static string Plain(string text) => text.ReplaceLineEndings("\n");

    private static int FirstDifference(string one, string other)
    {
        var (a, b) = (one.Split('\n'), other.Split('\n'));
        var same = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        return Math.Min(same + 1, a.Length);
    }

    private readonly record struct Place(string File, string Text)
    {
        public Mark Of(string name)
        {
            var at = Text.IndexOf($"\"{name.Split(": ")[^1]}\"", StringComparison.Ordinal);
            var before = at < 0 ? string.Empty : Text[..at];
            return new Mark(0, before.Count(c => c == '\n') + 1, at < 0 ? 1 : at - before.LastIndexOf('\n'));
        }
    }
}
