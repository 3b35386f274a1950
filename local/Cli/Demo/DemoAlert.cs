using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Cli.Composition;
using OpsAutomation.Cli.Samples;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Cli.Demo;

/// <summary>What the demo does over HTTP, as a sender and an approver would.</summary>
internal static class DemoAlert
{
    /// <summary>Posts a sample to the intake and returns the id of its alert.</summary>
    public static async Task<string> FireAsync(LocalApi api, string sample, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(SampleAlerts.Find(sample, clock)!);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await api.PostAsync("/api/alerts/azure-monitor", content, cancellationToken);
        return answer.RootElement.GetProperty("ids")[0].GetString()!;
    }

    /// <summary>The incident that an alert belongs to, or null while it has no disposition.</summary>
    public static async Task<string?> FindIncidentAsync(LocalApi api, string alertId, CancellationToken cancellationToken)
    {
        using var answer = await api.TryGetAsync($"/api/alerts/{alertId}", cancellationToken);
        return answer?.RootElement.GetProperty("dispositions").EnumerateArray().LastOrDefault() is { ValueKind: JsonValueKind.Object } current
            && current.TryGetProperty("incidentId", out var id) ? id.GetString() : null;
    }

    /// <summary>Approves what an incident waits with, through the API that the <c>approve</c> verb uses.</summary>
    public static async Task ApproveAsync(LocalApi api, string incidentId, string user, CancellationToken cancellationToken)
    {
        var path = $"/api/approvals/{incidentId}";
        using var pending = await api.GetAsync(path, cancellationToken);
        using var content = JsonContent.Create(new
        {
            token = pending.RootElement.GetProperty("token").GetString(),
            user,
            decision = "approve",
            reason = "Approved by the demo: the plan is what the runbook says.",
        });
        using var answer = await api.PostAsync(path, content, cancellationToken);
    }

    /// <summary>The link that the card carries.</summary>
    public static Uri ApproveLink(LocalSystem system, string incidentId, Fact.Asked asked)
    {
        var services = system.Host.Services;
        var claims = services.GetRequiredService<ApprovalDesk>().ClaimsOf(incidentId, asked);
        return services.GetRequiredService<OpsLinks>().Approval(services.GetRequiredService<LinkSigner>().Sign(claims), "approve");
    }
}
