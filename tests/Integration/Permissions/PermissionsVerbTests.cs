using System.CommandLine;
using System.Text.Json;
using NJsonSchema;
using OpsAutomation.Cli.Permissions;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Permissions;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Testing;

namespace OpsAutomation.Integration.Permissions;

/// <summary><c>ops permissions</c> and the roles that the repository keeps.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class PermissionsVerbTests : IDisposable
{
    private static readonly string Root = Checkout.Root;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ops-roles-");

    public void Dispose() => _folder.Delete(recursive: true);

    // A read, although its query goes by POST and its name says "action".
    private const string QueriesCost = "Microsoft.CostManagement/query/action";

    [Fact]
    public void The_roles_of_the_repository_are_those_that_the_catalogue_needs()
    {
        var bag = new DiagnosticBag();
        Assert.True(RoleLint.Check(Catalog(), RoleLint.FolderOf(Path.Combine(Root, "catalog")), bag));
        Assert.Empty(bag.All);
    }

    [Fact]
    public async Task The_same_catalogue_gives_the_same_files()
    {
        await RunAsync("permissions", "--out", Path.Combine(_folder.FullName, "a"));
        await RunAsync("permissions", "--out", Path.Combine(_folder.FullName, "b"));
        foreach (var name in new[] { RoleFile.Name, RoleFile.BicepName })
        {
            Assert.Equal(File.ReadAllText(Path.Combine(_folder.FullName, "a", name)), File.ReadAllText(Path.Combine(_folder.FullName, "b", name)));
        }
    }

    [Fact]
    public async Task The_answer_in_JSON_fits_its_schema_and_says_who_needs_what()
    {
        var (code, text) = await RunAsync("permissions", "--json");
        Assert.Equal(ExitCodes.Done, code);
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Root, "docs", "schemas", "permissions.schema.json"));
        Assert.Empty(schema.Validate(text));
        using var answer = JsonDocument.Parse(text);
        var write = answer.RootElement.GetProperty("roles").EnumerateArray().Single(r => r.GetProperty("key").GetString() == RoleBuilder.Operator)
            .GetProperty("actions").EnumerateArray().Single(a => a.GetProperty("name").GetString() == "Microsoft.Compute/virtualMachineScaleSets/write");
        Assert.Contains("scale-out-vmss/scale-out: vmss.scale-out", write.GetProperty("neededBy").EnumerateArray().Select(w => w.GetString()));
    }

    [Fact]
    public void No_role_of_this_repository_has_a_wildcard_writes_above_its_targets_or_reads_a_secret()
    {
        var report = RoleLint.Report(Catalog());
        Assert.DoesNotContain(report.Roles.SelectMany(r => r.All), o => o.Name.Contains('*', StringComparison.Ordinal));
        Assert.DoesNotContain(report.Roles.SelectMany(r => r.All), o => o.Name.Contains("getSecret", StringComparison.OrdinalIgnoreCase) || o.Name.Contains("listKeys", StringComparison.OrdinalIgnoreCase));
        Assert.All(report.Roles.Where(r => r.AssignedAt != OperationLevel.Resource).SelectMany(r => r.All), o => Assert.True(o.Name.EndsWith("/read", StringComparison.OrdinalIgnoreCase) || o.Name == QueriesCost, o.Name));
    }

    [Fact]
    public void Roles_are_assigned_at_targets_and_publishing_at_single_secrets()
    {
        var report = RoleLint.Report(Catalog());
        Assert.All(report.Assignments.Where(a => a.Role == RoleBuilder.Operator), a => Assert.Contains("/providers/", a.Scope, StringComparison.Ordinal));
        Assert.All(
            report.Assignments.Where(a => a.Role == RoleBuilder.OperatorData && a.Scope.Contains("keyvault", StringComparison.Ordinal)),
            a => Assert.Contains("/secrets/", a.Scope, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scopes_narrow_what_is_assigned()
    {
        const string set = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web";
        using var answer = JsonDocument.Parse((await RunAsync("permissions", "--json", "--scope", set)).Text);
        var assignment = Assert.Single(answer.RootElement.GetProperty("assignments").EnumerateArray());
        Assert.Equal(set.ToLowerInvariant(), assignment.GetProperty("scope").GetString());
    }

    [Fact]
    public async Task A_wider_catalogue_is_told_and_fails_where_that_is_wanted()
    {
        var before = Edited("guardrails.yaml", "maxActionsPerHour: 10", "maxActionsPerHour: 4");
        var (code, text) = await RunAsync("permissions", "--against", before, "--fail-if-wider");
        Assert.Equal(ExitCodes.NotWell, code);
        Assert.Contains("+ guardrails: maxActionsPerHour: 4 is now 10", text, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, (await RunAsync("permissions", "--against", Path.Combine(Root, "catalog"), "--fail-if-wider")).Code);
    }

    [Fact]
    public async Task A_catalogue_without_a_playbook_that_came_later_lacks_its_operations()
    {
        var before = Edited();
        File.Delete(Path.Combine(before, "playbooks", "permissive-network-rule.yaml"));
        var (_, text) = await RunAsync("permissions", "--against", before);
        Assert.Contains("+ role operator: operations: Microsoft.Network/networkSecurityGroups/securityRules/delete is new", text, StringComparison.Ordinal);
        Assert.Contains("+ playbook permissive-network-rule: is new", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_fails_when_the_role_lacks_or_grants_something()
    {
        var role = Path.Combine(_folder.FullName, RoleFile.Name);
        await RunAsync("permissions", "--out", _folder.FullName);
        File.WriteAllText(role, File.ReadAllText(role).Replace("virtualMachineScaleSets/write", "virtualMachineScaleSets/*", StringComparison.Ordinal));
        var (code, text) = await RunAsync("lint", Path.Combine(Root, "catalog"), "--roles", _folder.FullName);
        Assert.Equal(ExitCodes.NotWell, code);
        Assert.Contains("error OPS2001: operator lacks the action Microsoft.Compute/virtualMachineScaleSets/write, which is needed by", text, StringComparison.Ordinal);
        Assert.Contains("error OPS2002: operator grants the action Microsoft.Compute/virtualMachineScaleSets/*, which no playbook needs", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--fail-if-wider goes with --against.", "--fail-if-wider")]
    [InlineData("Choose one of --json and --bicep.", "--json", "--bicep")]
    [InlineData("--scope is an ARM id that starts with /subscriptions/, not 'rg-shop'.", "--scope", "rg-shop")]
    public void Wrong_usage_is_told(string message, params string[] args)
    {
        var parsed = Commands().Parse(["permissions", .. args]);
        Assert.Contains(message, parsed.Errors.Select(e => e.Message));
    }

    private static OpsCatalog Catalog() => CatalogLoader.Load(Path.Combine(Root, "catalog"), AzureActions.Descriptions).Catalog!;

    private static RootCommand Commands() => new("test") { PermissionsVerb.Create(), LintVerb.Create() };

    private static async Task<(int Code, string Text)> RunAsync(params string[] args)
    {
        var former = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            return (await ExitCodes.RunAsync(Commands(), args), output.ToString());
        }
        finally
        {
            Console.SetOut(former);
        }
    }

    private string Edited(params string[] edits)
    {
        var copy = Path.Combine(_folder.FullName, "catalog");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "catalog"), "*.yaml", SearchOption.AllDirectories).Where(f => !f.Contains("rehearsals", StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Path.Combine(Root, "catalog"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        foreach (var edit in edits.Chunk(3))
        {
            var path = Path.Combine(copy, edit[0]);
            Assert.Contains(edit[1], File.ReadAllText(path), StringComparison.Ordinal);
            File.WriteAllText(path, File.ReadAllText(path).Replace(edit[1], edit[2], StringComparison.Ordinal));
        }

        return copy;
    }
}
