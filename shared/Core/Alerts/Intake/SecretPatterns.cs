using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Finds secrets inside text by their form. All patterns run in linear time whatever the text is (no backtracking), since
/// the text is an attacker's.
/// </summary>
internal static class SecretPatterns
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    private static readonly (Regex Pattern, string Replacement)[] Patterns =
    [
        // Signed URLs and secrets in query strings, plain or with their marks percent-encoded.
        (Make(@"(?<n>([?&;]|%3f|%26)(sig|signature|token|access_token|id_token|refresh_token|code|key|api[_-]?key|apikey|password|pwd|secret|client_secret|sas)(=|%3d))(?<v>[^&\s""'<>\\#;]+)"), "${n}" + Redaction.Mark),
        // The signature of a signed URL wherever it stands: a query string may have been cut off from its address.
        (Make(@"(?<n>\b(sig|signature)(=|%3d))(?<v>[^&\s""'<>\\#;\[]+)"), "${n}" + Redaction.Mark),
        // Connection strings. A value in quotes may hold blanks.
        (Make(@"(?<n>(AccountKey|SharedAccessKey|SharedAccessSignature|SharedSecretValue|Password|Passwd|Pwd|ClientSecret|Client_Secret|ApiKey|Api-Key|Api_Key|Functions-Key|Subscription-Key|Secret|Token|AccessKey)\s*[=:]\s*)(?<v>""[^""\[][^""]*|'[^'\[][^']*|[^\s;,""'&<>\\\[]+)"), "${n}" + Redaction.Mark),
        // Authorization headers.
        (Make(@"(?<n>\b(Bearer|Basic|SharedAccessSignature|SharedKey)\s+)(?<v>[A-Za-z0-9+/=._~:&%-]{16,})"), "${n}" + Redaction.Mark),
        // The same and cookies as whole header lines, whatever their scheme.
        (Make(@"(?<n>\b((Proxy-)?Authorization|(Set-)?Cookie)\s*:\s*)(?<v>[^\s\[""'][^\r\n""']*)"), "${n}" + Redaction.Mark),
        // Webhooks whose path is the secret.
        (Make(@"(?<n>https://(hooks\.slack\.com/services|[a-z0-9.-]+\.webhook\.office\.com/webhookb2|discord(app)?\.com/api/webhooks)/)(?<v>[^\s""'<>\\\[]+)"), "${n}" + Redaction.Mark),
        // JSON Web Tokens.
        (Make(@"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?"), Redaction.Mark),
        // User and password in a URL.
        (Make(@"(?<n>[a-z][a-z0-9+.-]*://[^/\s:@""']*:)(?<v>[^/\s@""']+)(?<e>@)"), "${n}" + Redaction.Mark + "${e}"),
        // Well-known token prefixes: GitHub, Slack, AWS, Google, npm, PyPI.
        (Make(@"\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,}|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,})"), Redaction.Mark),
        // Private keys.
        (Make(@"-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\s\\]*(-----END [A-Z ]*PRIVATE KEY-----)?"), Redaction.Mark),
    ];

    // A pair of JSON inside text that is no whole JSON (cut off, or refused): "password": "…", with its quotes escaped or not.
    private static readonly Regex Pair = Make(@"""(?<name>[^""\\]+)\\*""\s*:\s*\\*""(?<v>([^""\\]|\\.)*)");

    // What every match of a pattern above contains, whatever else: a sign, or one of these words. Nearly every text of an alert
    // has neither, and ten patterns over each cost more than everything else that intake does.
    private static readonly SearchValues<char> Signs = SearchValues.Create("=%\"@");

    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "key", "shared", "password", "passwd", "pwd", "secret", "token", "bearer", "basic", "authorization", "cookie",
            "hooks.slack.com", "webhook.office.com", "/api/webhooks", "eyj", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
            "xox", "akia", "aiza", "npm_", "pypi-", "-----begin",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a pattern could match at all. Only ASCII is judged: beyond it there are letters that equal a plain one when
    /// case is ignored (the Kelvin sign is a k).
    /// </summary>
    internal static bool MayHold(ReadOnlySpan<char> text) => !Ascii.IsValid(text) || text.ContainsAny(Signs) || text.ContainsAny(Words);

    /// <summary>The text with every secret replaced by <see cref="Redaction.Mark"/>.</summary>
    public static string Replace(string text) => MayHold(text) ? ReplaceAll(text) : text;

    /// <summary>The same without looking first.</summary>
    internal static string ReplaceAll(string text)
    {
        text = Pair.Replace(text, static match =>
        {
            var value = match.Groups["v"];
            return value.Length > 0 && value.Value != Redaction.Mark && SecretNames.IsSecret(match.Groups["name"].Value)
                ? string.Concat(match.ValueSpan[..(value.Index - match.Index)], Redaction.Mark)
                : match.Value;
        });
        foreach (var (pattern, replacement) in Patterns)
        {
            text = pattern.Replace(text, replacement);
        }

        return text;
    }

    private static Regex Make(string pattern) => new(pattern, Linear, TimeSpan.FromSeconds(2));
}
