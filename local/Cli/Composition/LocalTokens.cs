using System.Security.Cryptography;
using System.Text.Json;

namespace OpsAutomation.Cli.Composition;

/// <summary>
/// The bearer token of each local user, in a file that the owner of the data folder alone can read. The command line sends the
/// token of the user named with <c>--as</c>, so that a program which reached the port cannot say a name of somebody.
/// </summary>
internal static class LocalTokens
{
    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "tokens.json";

    private const int TokenBytes = 32;

    /// <summary>Opens the file for these users; makes it, and a token for whoever is new. Who left the catalogue loses theirs.</summary>
    /// <exception cref="InvalidDataException">The file is there and holds no tokens.</exception>
    public static IReadOnlyDictionary<string, string> Open(string path, IReadOnlyList<string> users)
    {
        var kept = File.Exists(path)
            ? Read(path) ?? throw new InvalidDataException($"{path} holds no tokens. Delete it: new ones are made.")
            : [];
        var tokens = users.Distinct(StringComparer.Ordinal).ToDictionary(
            u => u, u => kept.GetValueOrDefault(u) ?? $"ops_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes))}", StringComparer.Ordinal);
        if (kept.Count != tokens.Count || tokens.Any(t => !kept.ContainsKey(t.Key)))
        {
            SecretFile.Write(path, tokens);
        }

        SecretFile.Close(path);
        return tokens;
    }

    /// <summary>The token of a user, or null where there is none.</summary>
    public static string? Of(string path, string user) => File.Exists(path) ? Read(path)?.GetValueOrDefault(user) : null;

    // Null for whatever is something else: an exception of the reader could quote a token.
    private static Dictionary<string, string>? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
