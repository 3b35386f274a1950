namespace OpsAutomation.Integration.Infra.Hooks;

public sealed class ShellTests
{
    [ProgramFact("shellcheck")]
    public async Task The_hooks_and_the_fakes_pass_shellcheck()
    {
        var scripts = Directory.GetFiles(Programs.Repository("infra/hooks"), "*.sh").Concat(Directory.GetFiles(Programs.Repository("tests/Infra/fakes"))).Order(StringComparer.Ordinal);

        var (code, output, errors) = await Programs.RunAsync("shellcheck", ["--external-sources", .. scripts]);

        Assert.True(code == 0, output + errors);
    }
}
