using System.Security.Cryptography;
using System.Text.Json;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Calls;

/// <summary>What a request to ARM changed or wanted to.</summary>
/// <param name="Done">Whether it was done; a caller whose answer was lost cannot know.</param>
/// <param name="Capacity">The <c>sku.capacity</c> that it asked for, or null.</param>
/// <param name="Digest">Of its body; no content can be read from it that was not guessed before.</param>
internal sealed record CallChange(bool Done, long? Capacity, string Digest)
{
    private const int DigestChars = 16;

    /// <summary>Reads it from a request, or null for one that changes nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isArm">Whether ARM serves it.</param>
    /// <param name="done">Whether it was done.</param>
    public static CallChange? Of(SimRequest request, bool isArm, bool done) => isArm && request.Method is not ("GET" or "HEAD")
        ? new CallChange(done, CapacityOf(request.Body), Convert.ToHexStringLower(SHA256.HashData(request.Body))[..DigestChars])
        : null;

    private static long? CapacityOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } one && one.TryGetProperty("sku", out var sku)
                && sku.ValueKind == JsonValueKind.Object && sku.TryGetProperty("capacity", out var value)
                && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var capacity) ? capacity : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
