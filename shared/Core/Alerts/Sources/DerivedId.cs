using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>Deterministic ids of alerts: the same parts give the same id, so that a redelivery is known again.</summary>
internal static class DerivedId
{
    // 26 characters of 5 bits: 130 bits, so a collision is not a case to handle.
    private const int Characters = 26;

    /// <summary>The id of an event that has a name of its own.</summary>
    public static string Of(string source, params IEnumerable<string?> parts) => "al-" + LengthPrefixedHash.Base32(Characters, [source, .. parts]);

    /// <summary>The id of something that only its content names.</summary>
    public static string OfContent(string source, JsonElement body) => Of(source, "content", OneOf.Hash(body));
}
