using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.Runtime.Durable.Replay;

/// <summary>
/// Ids that every replay makes again: UUID version 5 (RFC 9562) in the namespace that Durable Task uses, over instance
/// id, current time and a counter.
/// </summary>
internal static class DeterministicGuid
{
    private static readonly byte[] Namespace = new Guid("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);

    internal static Guid Create(string instanceId, DateTime currentUtc, int counter)
    {
        var name = Encoding.UTF8.GetBytes($"{instanceId}_{currentUtc:o}_{counter}");
        var hash = SHA1.HashData([.. Namespace, .. name]);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
