using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;

namespace OpsAutomation.Runtime.Http;

/// <summary>The keys that open functions, read from the key file. Never log one.</summary>
public sealed class FunctionKeys
{
    /// <summary>The name of the system key for Event Grid deliveries, as the Functions host calls it.</summary>
    public const string EventGridSystemKey = "eventgrid_extension";

    private readonly KeyFile _file;

    internal FunctionKeys(KeyFile file)
    {
        _file = file;
    }

    /// <summary>The key that opens everything.</summary>
    public string MasterKey => _file.MasterKey;

    /// <summary>The default host key: it opens every function of level Function.</summary>
    public string HostKey => _file.FunctionKeys["default"];

    /// <summary>The key for Event Grid deliveries.</summary>
    public string EventGridKey => _file.SystemKeys[EventGridSystemKey];

    /// <summary>The default key of one function.</summary>
    /// <param name="function">The function's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such function.</exception>
    public string FunctionKey(string function) => _file.Functions[function]["default"];

    /// <summary>Whether a key opens a function. Takes the same time whichever key it is compared with.</summary>
    /// <param name="level">The function's level.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="given">The key that the caller brought; null is none.</param>
    public bool Opens(AuthorizationLevel level, string function, string? given)
    {
        if (level == AuthorizationLevel.Anonymous)
        {
            return true;
        }

        IEnumerable<string> keys = level switch
        {
            AuthorizationLevel.Function => [.. _file.FunctionKeys.Values, .. _file.Functions.GetValueOrDefault(function)?.Values ?? Enumerable.Empty<string>()],
            AuthorizationLevel.System => _file.SystemKeys.Values,
            _ => [],
        };
        return Matches(given, [.. keys, MasterKey]);
    }

    /// <summary>Whether a key opens the Event Grid endpoint.</summary>
    /// <param name="given">The key that the caller brought; null is none.</param>
    public bool OpensEventGrid(string? given) => Matches(given, [EventGridKey, MasterKey]);

    private static bool Matches(string? given, IReadOnlyList<string> keys)
    {
        if (string.IsNullOrEmpty(given))
        {
            return false;
        }

        // Hashes have one length, so neither a key's length nor its first wrong character shows in the time taken.
        Span<byte> left = stackalloc byte[32];
        Span<byte> right = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), left);
        var found = false;
        foreach (var key in keys)
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(key), right);
            found |= CryptographicOperations.FixedTimeEquals(left, right);
        }

        return found;
    }
}
