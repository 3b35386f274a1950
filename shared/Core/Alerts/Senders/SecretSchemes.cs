using System.Text;

namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>The schemes in which the sender shows the secret itself: function key, bearer, basic.</summary>
internal static class SecretSchemes
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static AuthenticationResult FunctionKey(SourceScheme.FunctionKey scheme, SenderRequest request, IReadOnlyList<SourceKey> keys)
    {
        if (!request.Has("x-functions-key") && request.Codes.Count == 0)
        {
            return AuthenticationResult.Absent(scheme);
        }

        return Judge(scheme, request.FunctionKey(), keys);
    }

    public static AuthenticationResult Bearer(SourceScheme.Bearer scheme, SenderRequest request, IReadOnlyList<SourceKey> keys) =>
        !request.Has("Authorization") ? AuthenticationResult.Absent(scheme) : Judge(scheme, request.Authorization("Bearer"), keys);

    public static AuthenticationResult Basic(SourceScheme.Basic scheme, SenderRequest request, IReadOnlyList<SourceKey> keys)
    {
        if (!request.Has("Authorization"))
        {
            return AuthenticationResult.Absent(scheme);
        }

        // Always compared, whoever the user is: the time taken does not tell whether the name was right.
        var (user, password) = Decode(request.Authorization("Basic"));
        var judged = Judge(scheme, password, keys);
        return judged.IsAccepted && !string.Equals(user, scheme.User, StringComparison.Ordinal)
            ? AuthenticationResult.Refused(scheme, "another user")
            : judged;
    }

    private static AuthenticationResult Judge(SourceScheme scheme, string? given, IReadOnlyList<SourceKey> keys)
    {
        if (given is not { Length: > 0 })
        {
            return AuthenticationResult.Refused(scheme, "malformed, or more than one");
        }

        // No way out early: the time taken does not tell which of two keys is the right one.
        var found = false;
        foreach (var key in keys)
        {
            found |= key.Is(given);
        }

        return found ? AuthenticationResult.Accepted(scheme)
            : AuthenticationResult.Refused(scheme, keys.Count == 0 ? "the source has no key" : "none of the active keys");
    }

    private static (string User, string? Password) Decode(string? text)
    {
        try
        {
            var bytes = Convert.FromBase64String(text ?? string.Empty);
            var decoded = Strict.GetString(bytes);
            var colon = decoded.IndexOf(':', StringComparison.Ordinal);

            // One text for one credential: the reader of base64 forgives bits that stand for nothing.
            return colon >= 0 && string.Equals(Convert.ToBase64String(bytes), text, StringComparison.Ordinal)
                ? (decoded[..colon], decoded[(colon + 1)..])
                : (string.Empty, null);
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return (string.Empty, null);
        }
    }
}
