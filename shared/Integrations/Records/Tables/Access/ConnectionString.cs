namespace OpsAutomation.Integrations.Records.Tables.Access;

/// <summary>
/// Reads a storage connection string (learn.microsoft.com, "Configure Azure Storage connection strings") as far as it is
/// about tables and a shared key. Errors name settings and never repeat values: one of them is a secret.
/// </summary>
internal static class ConnectionString
{
    // The account that every emulator has; published, and good for nothing but emulators.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string EmulatorEndpoint = "http://127.0.0.1:10002/devstoreaccount1";

    private static readonly HashSet<string> OfOthers = new(
        ["BlobEndpoint", "QueueEndpoint", "FileEndpoint", "BlobSecondaryEndpoint", "QueueSecondaryEndpoint", "TableSecondaryEndpoint", "FileSecondaryEndpoint"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Known = new(
        ["UseDevelopmentStorage", "DefaultEndpointsProtocol", "AccountName", "AccountKey", "EndpointSuffix", "TableEndpoint", "SharedAccessSignature", "DevelopmentStorageProxyUri"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The table endpoint and the key.</summary>
    /// <exception cref="FormatException">Everything that is wrong.</exception>
    public static (Uri Endpoint, SharedKey Key) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new List<string>();
        var settings = Split(text, problems);
        if (settings.ContainsKey("SharedAccessSignature"))
        {
            problems.Add("SharedAccessSignature is not supported: use AccountKey, or an Entra credential and no connection string.");
        }

        if (settings.ContainsKey("DevelopmentStorageProxyUri"))
        {
            problems.Add("DevelopmentStorageProxyUri is not supported: give AccountName, AccountKey and TableEndpoint.");
        }

        if (settings.Remove("UseDevelopmentStorage", out var emulator))
        {
            if (!string.Equals(emulator, "true", StringComparison.OrdinalIgnoreCase))
            {
                problems.Add("UseDevelopmentStorage may only be true.");
            }

            foreach (var other in settings.Keys.Where(Known.Contains))
            {
                problems.Add($"UseDevelopmentStorage=true stands alone, without {other}.");
            }

            return problems.Count == 0 ? (new Uri(EmulatorEndpoint), new SharedKey(EmulatorAccount, Convert.FromBase64String(EmulatorKey))) : throw Error(problems);
        }

        var account = settings.GetValueOrDefault("AccountName") ?? string.Empty;
        if (account.Length is < 3 or > 24 || !account.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
        {
            problems.Add("AccountName is needed: 3 to 24 lowercase letters and digits.");
        }

        var key = Key(settings, problems);
        var endpoint = Endpoint(settings, account, problems);
        return problems.Count == 0 ? (endpoint!, new SharedKey(account, key)) : throw Error(problems);
    }

    private static Dictionary<string, string> Split(string text, List<string> problems)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var position = 0;
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries))
        {
            position++;
            if (part.Length == 0)
            {
                continue;
            }

            // A key in Base64 ends in '=', so only the first one separates.
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? string.Empty : part[..equals].Trim();
            if (!Known.Contains(name) && !OfOthers.Contains(name))
            {
                problems.Add($"Setting {position} is not one of {string.Join(", ", Known)}.");
            }
            else if (!settings.TryAdd(name, part[(equals + 1)..].Trim()))
            {
                problems.Add($"{name} is given twice.");
            }
        }

        return settings;
    }

    private static byte[] Key(Dictionary<string, string> settings, List<string> problems)
    {
        var text = settings.GetValueOrDefault("AccountKey") ?? string.Empty;
        var bytes = new byte[text.Length];
        if (text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var length) && length > 0)
        {
            return bytes[..length];
        }

        problems.Add("AccountKey is needed: the key of the account, in Base64.");
        return [];
    }

    private static Uri? Endpoint(Dictionary<string, string> settings, string account, List<string> problems)
    {
        var protocol = settings.GetValueOrDefault("DefaultEndpointsProtocol") ?? "https";
        var text = settings.GetValueOrDefault("TableEndpoint")
            ?? $"{protocol}://{account}.table.{settings.GetValueOrDefault("EndpointSuffix") ?? "core.windows.net"}";
        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var endpoint)
            || (endpoint.Scheme != Uri.UriSchemeHttps && endpoint.Scheme != Uri.UriSchemeHttp)
            || endpoint.UserInfo.Length + endpoint.Query.Length + endpoint.Fragment.Length > 0)
        {
            problems.Add("The table address (TableEndpoint, or DefaultEndpointsProtocol with AccountName and EndpointSuffix) is not an http or https address.");
            return null;
        }

        if (endpoint.Scheme == Uri.UriSchemeHttp && !endpoint.IsLoopback)
        {
            problems.Add("The table address must be https: plain http is for an emulator on this machine.");
        }

        return endpoint;
    }

    private static FormatException Error(List<string> problems) => new($"The storage connection string cannot be used. {string.Join(' ', problems)}");
}
