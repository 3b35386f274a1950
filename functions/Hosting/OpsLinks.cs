using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Functions.Hosting;

/// <summary>Links that we send, from the configured public origin and never from a request's Host.</summary>
public sealed class OpsLinks(OpsOptions options)
{
    /// <summary>Path of the approval page.</summary>
    public const string ApprovalPath = "/ops/approve";

    /// <summary>Page of an incident.</summary>
    public Uri Incident(string id) => At(OpsPaths.Incident(id));

    /// <summary>Page of the telemetry.</summary>
    public Uri Telemetry => At(OpsPaths.Telemetry);

    /// <summary>Approval page, leaning to one of the two decisions; opening it decides nothing.</summary>
    public Uri Approval(string token, string leaning) => At(ApprovalPathAndQuery(token, leaning));

    /// <summary>Path of the page that asks once more before something is done about an incident.</summary>
    public const string ActPath = "/ops/act";

    /// <summary>The page that asks once more before something is done; opening it does nothing.</summary>
    public Uri Act(string token) => At($"{ActPath}?t={Uri.EscapeDataString(token)}");

    /// <summary>Path and query of the approval page.</summary>
    public static string ApprovalPathAndQuery(string token, string leaning) =>
        $"{ApprovalPath}?t={Uri.EscapeDataString(token)}&d={Uri.EscapeDataString(leaning)}";

    // Where everything unsigned gets 401, a person's link goes by the sign-in, which asks nothing of who is signed in already.
    private Uri At(string path) => new(
        options.PublicOrigin!,
        options.SignInPath is { Length: > 0 } signIn ? $"{signIn}?post_login_redirect_uri={Uri.EscapeDataString(path)}" : path);
}
