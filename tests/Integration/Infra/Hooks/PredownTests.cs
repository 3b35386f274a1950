namespace OpsAutomation.Integration.Infra.Hooks;

public sealed class PredownTests : IDisposable
{
    private readonly HookRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Audit_anchors_go_only_with_a_word()
    {
        var (code, said) = await _rig.With("OPS_AUDIT_ACCOUNT", "stauditx").With("FAKE_POLICY", "Unlocked").RunAsync("predown");

        Assert.Equal(1, code);
        Assert.Contains("azd env set OPS_AUDIT_DISCARD yes", said, StringComparison.Ordinal);
        Assert.DoesNotContain("policy delete", _rig.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unlocked", true)]
    [InlineData("Locked", false)]
    [InlineData("", false)]
    public async Task A_policy_is_taken_away_where_that_is_meant_and_can_be(string state, bool deleted)
    {
        var (code, said) = await _rig.With("OPS_AUDIT_ACCOUNT", "stauditx").With("FAKE_POLICY", state).With("OPS_AUDIT_DISCARD", "yes").RunAsync("predown");

        Assert.True(code == 0, said);
        Assert.Equal(deleted, _rig.Calls.Contains("immutability-policy delete", StringComparison.Ordinal));
        Assert.Equal(state == "Locked", said.Contains("is locked", StringComparison.Ordinal));
    }
}
