using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals.Credentials;

/// <summary>A user whom somebody else is signed in as.</summary>
public sealed class Sessions
{
    [Fact]
    public async Task A_user_at_risk_is_signed_out_everywhere_after_approval()
    {
        await using var shop = await Shop.OpenAsync();
        var before = await shop.Azure.SessionsValidFromAsync(Shop.Maria);
        await shop.Fire("user-at-risk", source: Shop.EntraRisk);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Decide("ana", "approve");
        await shop.Until(IncidentStatus.Closed);
        Assert.NotEqual(before, await shop.Azure.SessionsValidFromAsync(Shop.Maria));
        Assert.EndsWith("/revokeSignInSessions", Assert.Single(await shop.Azure.AllChangesAsync()).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_does_not_answer_leaves_it_to_a_person()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Azure.FaultAsync(new { method = "POST", route = "*/revokeSignInSessions", status = 503 });
        await shop.Fire("user-at-risk", source: Shop.EntraRisk);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Decide("ana", "approve");
        await shop.Until(IncidentStatus.Escalated);
    }

    [Fact]
    public async Task A_break_glass_account_is_never_signed_out()
    {
        await using var shop = await Shop.OpenAsync(new RehearsalSettings
        {
            Edits = [("services.yaml", "cccccccc-0000-4000-8000-000000000911", Shop.Maria)],
        });
        await shop.Fire("user-at-risk", source: Shop.EntraRisk);
        await Shop.RefusesAsync(shop, "break-glass");
    }
}
