using System.Collections.Concurrent;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>Knows by its name that a field holds a secret: <c>password</c>, <c>clientSecret</c>, <c>x-api-key</c>, <c>connection_string</c>.</summary>
public static class SecretNames
{
    private static readonly HashSet<string> Always = new(StringComparer.Ordinal)
    {
        "password", "passwd", "pwd", "passphrase", "secret", "secrets", "token", "tokens", "credential", "credentials", "authorization", "cookie",
        "signature", "apikey", "accesskey", "accountkey", "privatekey", "sharedkey", "connectionstring", "sas", "sig", "jwt", "bearer", "cookies",
    };

    // "key" alone is too common (customKey1, dedup_key, a label's key); in these pairs it is a secret.
    private static readonly HashSet<string> BeforeKey = new(StringComparer.Ordinal)
    {
        "api", "access", "account", "shared", "storage", "private", "master", "function", "host", "encryption", "signing", "primary", "secondary",
        "admin", "auth", "client", "service", "ssh", "webhook", "routing", "integration", "subscription", "license", "sas",
    };

    // The last word says what a field is: a secretName is a name, a secretValue is a secret.
    private static readonly HashSet<string> Trailing = new(StringComparer.Ordinal) { "value", "text", "string", "hash", "data", "base64", "plain" };

    // Senders use the same few names in every alert. Bounded, since the names are theirs.
    private const int MaxRemembered = 4096;
    private const int MaxRememberedLength = 64;
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> KnownSpans = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a field of this name is redacted.</summary>
    public static bool IsSecret(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > 256)
        {
            return false;
        }

        if (Known.TryGetValue(name, out var known))
        {
            return known;
        }

        var secret = Judge(name);
        if (name.Length <= MaxRememberedLength && Known.Count < MaxRemembered)
        {
            Known[name] = secret;
        }

        return secret;
    }

    /// <summary>The same without making a text of a name that is known.</summary>
    public static bool IsSecret(ReadOnlySpan<char> name) => KnownSpans.TryGetValue(name, out var known) ? known : IsSecret(name.ToString());

    private static bool Judge(string name)
    {
        var words = Words(name);
        while (words.Count > 1 && Trailing.Contains(words[^1]) && words[^2] != "connection")
        {
            words.RemoveAt(words.Count - 1);
        }

        if (words.Count == 0)
        {
            return false;
        }

        var last = words[^1];
        var before = words.Count > 1 ? words[^2] : string.Empty;
        return Always.Contains(last) || Always.Contains(before + last) || (last is "key" or "keys" && BeforeKey.Contains(before));
    }

    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsAsciiLetterOrDigit(name[i]);
            var humps = !ends && i > start && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if ((ends || humps) && i > start)
            {
                words.Add(name[start..i].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').ToLowerInvariant());
            }

            start = ends ? i + 1 : humps ? i : start;
        }

        return words;
    }
}
