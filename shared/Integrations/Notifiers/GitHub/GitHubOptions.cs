using System.Text.RegularExpressions;

namespace OpsAutomation.Integrations.Notifiers.GitHub;

/// <summary>Where tickets go.</summary>
public sealed partial class GitHubOptions
{
    /// <summary>Owner and name of a private repository, such as <c>contoso/operations</c>. Null: no tickets are written to GitHub.</summary>
    public string? Repository { get; set; }

    /// <summary>A fine-grained token that may read metadata and write issues of that repository alone; a secret.</summary>
    public string? Token { get; set; }

    /// <summary>The REST API; another one for GitHub Enterprise Server.</summary>
    public Uri Api { get; set; } = new("https://api.github.com/");

    /// <summary>What is wrong, each in a sentence that does not tell the token; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Repository is { } repository && !Name().IsMatch(repository))
        {
            yield return "GitHub:Repository must be OWNER/NAME.";
        }

        if (Repository is not null && string.IsNullOrWhiteSpace(Token))
        {
            yield return "GitHub:Token is required beside GitHub:Repository.";
        }

        foreach (var problem in SecretAddress.Problems("GitHub:Api", Api))
        {
            yield return problem;
        }
    }

    /// <summary>Never the token.</summary>
    public override string ToString() => $"GitHub issues of {Repository} (token hidden)";

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
