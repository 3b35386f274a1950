using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpsAutomation.Cli.Bench;

/// <summary>
/// One connection of the load generator: a raw socket, one request under way, no pipelining, no client library. It reads of
/// an answer what it must: the status and where it ends.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    /// <summary>What the alert's number replaces in the request.</summary>
    public const string Slot = "############";

    /// <summary>What the number of the alert's group replaces: alerts of a group are about the same resource.</summary>
    public const string GroupSlot = "@@@@@@@@@@@@";

    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly int[] _slots, _groupSlots;
    private readonly byte[] _answer = new byte[64 * 1024];

    public LoadConnection(string request)
    {
        _request = Encoding.UTF8.GetBytes(request);
        (_slots, _groupSlots) = ([.. Find(_request, Slot)], [.. Find(_request, GroupSlot)]);
    }

    /// <summary>Connects.</summary>
    public Task ConnectAsync(int port) => _socket.ConnectAsync(IPAddress.Loopback, port);

    /// <summary>Sends the request with a number and reads the whole answer.</summary>
    /// <returns>The status of the answer.</returns>
    public async ValueTask<int> SendAsync(long number, long group = 0)
    {
        Fill(_slots, number);
        Fill(_groupSlots, group);

        for (var sent = 0; sent < _request.Length;)
        {
            sent += await _socket.SendAsync(_request.AsMemory(sent), SocketFlags.None);
        }

        var (read, needed) = (0, 0);
        while (needed == 0 || read < needed)
        {
            var more = await _socket.ReceiveAsync(_answer.AsMemory(read), SocketFlags.None);
            if (more == 0)
            {
                throw new IOException("The server closed a connection in the middle of the load.");
            }

            read += more;
            needed = Length(_answer.AsSpan(0, read));
        }

        return ((_answer[9] - '0') * 100) + ((_answer[10] - '0') * 10) + (_answer[11] - '0');
    }

    public void Dispose() => _socket.Dispose();

    private static IEnumerable<int> Find(byte[] request, string slot)
    {
        var wanted = Encoding.UTF8.GetBytes(slot);
        for (var at = 0; request.AsSpan(at).IndexOf(wanted) is >= 0 and var found; at += found + slot.Length)
        {
            yield return at + found;
        }
    }

    private void Fill(int[] slots, long number)
    {
        foreach (var slot in slots)
        {
            Utf8Formatter.TryFormat(number, _request.AsSpan(slot, Slot.Length), out _, new System.Buffers.StandardFormat('D', (byte)Slot.Length));
        }
    }

    // Bytes of the whole answer, or 0 while that cannot be told; a chunked one is complete at its last chunk.
    private static int Length(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf(HeadEnd);
        if (head < 0)
        {
            return 0;
        }

        var lengthAt = answer[..head].IndexOf("Content-Length: "u8);
        if (lengthAt >= 0 && Utf8Parser.TryParse(answer[(lengthAt + 16)..], out int length, out _))
        {
            return head + HeadEnd.Length + length;
        }

        return answer.EndsWith("\r\n0\r\n\r\n"u8) ? answer.Length : 0;
    }
}
