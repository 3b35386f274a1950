using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Permissions;
using OpsAutomation.Testing;

namespace OpsAutomation.Unit.Core.Permissions;

public sealed class RoleTests
{
    private static readonly PermissionReport Report = new(
        [new CustomRole("operator", "It's ours", "Costs ${5}.", OperationLevel.Resource, [new("Microsoft.Web/sites/read", ["restart/one: site.restart"]), new("Microsoft.Web/sites/restart/action", ["restart/one: site.restart"])], [])],
        [],
        [new ApiPermission("Microsoft Graph", "User.Read.All", ["revoke/one: user.revoke-sessions"])]);

    [Fact]
    public void The_file_reads_as_it_was_written()
    {
        var read = RoleFile.Read(RoleFile.Write(Report));
        Assert.Equal(RoleFile.Write(Report), RoleFile.Write(new PermissionReport(read.Roles, [], read.Apis)));
    }

    [Fact]
    public void Texts_cannot_leave_their_quotes_in_Bicep()
    {
        var bicep = RoleBicep.Write(Report);
        Assert.Contains("roleName: 'It\\'s ours (${environmentName})'", bicep, StringComparison.Ordinal);
        Assert.Contains("description: 'Costs \\${5}.'", bicep, StringComparison.Ordinal);
        Assert.Contains("          // restart/one: site.restart\n          'Microsoft.Web/sites/restart/action'\n", bicep, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_were_just_made_are_right() => Assert.Empty(Problems(RoleFile.Write(Report), RoleBicep.Write(Report)));

    [Fact]
    public void Line_endings_of_another_system_are_no_difference() =>
        Assert.Empty(Problems(RoleFile.Write(Report).ReplaceLineEndings("\r\n"), RoleBicep.Write(Report).ReplaceLineEndings("\r\n")));

    [Fact]
    public void What_is_lacking_and_what_is_too_much_are_told_with_who_needs_it_and_where_it_stands()
    {
        var problems = Problems(RoleFile.Write(Report).Replace("sites/restart/action", "sites/*", StringComparison.Ordinal).Replace("User.Read.All", "Directory.ReadWrite.All", StringComparison.Ordinal), RoleBicep.Write(Report));
        Assert.Equal(["OPS2001", "OPS2001", "OPS2002", "OPS2002"], problems.Select(p => p.Code).Order(StringComparer.Ordinal));
        Assert.Contains(problems, p => p.Message.Contains("lacks the action Microsoft.Web/sites/restart/action, which is needed by restart/one: site.restart", StringComparison.Ordinal));
        var extra = problems.Single(p => p.Code == "OPS2002" && p.Message.Contains("sites/*", StringComparison.Ordinal));
        Assert.Contains("Microsoft.Web/sites/*", RoleFile.Write(Report).Replace("sites/restart/action", "sites/*", StringComparison.Ordinal).Split('\n')[extra.Line - 1], StringComparison.Ordinal);
        Assert.Contains(problems, p => p.Message.Contains("Microsoft Graph: Directory.ReadWrite.All", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1")]
    [InlineData("null")]
    [InlineData("""{"madeBy":"x","roles":[{"key":"operator"}],"apis":[]}""")]
    public void What_is_no_role_file_is_told_as_such(string text) => Assert.Equal("OPS2003", Problems(text, RoleBicep.Write(Report))[0].Code);

    [Fact]
    public void Bicep_that_was_edited_by_hand_or_is_missing_is_told()
    {
        var edited = Assert.Single(Problems(RoleFile.Write(Report), RoleBicep.Write(Report).Replace("'Microsoft.Web/sites/read'", "'*'", StringComparison.Ordinal)));
        Assert.Equal("OPS2004", edited.Code);
        Assert.Contains("'Microsoft.Web/sites/read'", RoleBicep.Write(Report).Split('\n')[edited.Line - 1], StringComparison.Ordinal);
        Assert.Equal("OPS2004", Assert.Single(Problems(RoleFile.Write(Report), null)).Code);
    }

    [Fact]
    public void A_file_that_names_others_as_those_who_need_it_is_out_of_date() =>
        Assert.Equal("OPS2005", Assert.Single(Problems(RoleFile.Write(Report).Replace("restart/one", "restart/two", StringComparison.Ordinal), RoleBicep.Write(Report))).Code);

    [Theory]
    [InlineData("Microsoft.Compute/virtualMachines/write", OperationLevel.Resource)]
    [InlineData("Microsoft.Compute/locations/operations/read", OperationLevel.Subscription)]
    [InlineData("microsoft.authorization/locks/READ", OperationLevel.Subscription)]
    [InlineData("Microsoft.Insights/autoscalesettings/read", OperationLevel.Group)]
    public void Operations_are_asked_for_at_their_level(string operation, OperationLevel level) => Assert.Equal(level, OperationLevels.Of(operation));

    [Fact]
    public void Every_code_is_documented()
    {
        var documented = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "diagnostics.md"));
        Assert.All(Enumerable.Range(2001, 5), code => Assert.Contains($"| OPS{code} |", documented, StringComparison.Ordinal));
    }

    private static IReadOnlyList<Diagnostic> Problems(string json, string? bicep)
    {
        var bag = new DiagnosticBag();
        RoleCheck.Check(Report, json, bicep, "infra/app", bag);
        return bag.All;
    }
}
