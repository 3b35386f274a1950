using System.Net;
using System.Net.Sockets;

namespace OpsAutomation.Integrations.Http;

/// <summary>
/// Which addresses our webhooks may reach: public ones alone, unless a host is named as one of ours. The name is resolved once
/// and the connection goes to exactly the address that was checked, so that a name that answers differently the second time
/// (rebinding) changes nothing. Ranges: IANA, IPv4 and IPv6 Special-Purpose Address Registries; OWASP, Server-Side Request
/// Forgery Prevention Cheat Sheet.
/// </summary>
/// <param name="inside">Hosts that may have private addresses, such as a mail relay of our own; never link-local ones.</param>
/// <param name="resolve">Finds the addresses of a host; null for the system's resolver.</param>
public sealed class AddressGuard(IReadOnlyCollection<string> inside, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    // What only our own hosts may have: the private ranges, and this machine.
    private static readonly IPNetwork[] Own =
        [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "::1/128", "fc00::/7" }.Select(n => IPNetwork.Parse(n))];

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>A handler that follows no redirects, uses no proxy and connects only where it may.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) => await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
    };

    /// <summary>Opens a connection to a host.</summary>
    /// <exception cref="AddressRefusedException">The host is not found, or has no address that may be reached.</exception>
    public async Task<NetworkStream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = await AddressesAsync(host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The addresses of a host that may be reached; all of them must, since which one is used is chance.</summary>
    /// <exception cref="AddressRefusedException">One may not be reached, or there is none.</exception>
    public async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await FindAsync(host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new AddressRefusedException("its host has no address.");
        }

        var ours = inside.Contains(host, StringComparer.OrdinalIgnoreCase);
        return Array.TrueForAll(addresses, a => MayReach(a, ours))
            ? addresses
            : throw new AddressRefusedException(ours ? "its host has an address that nothing of ours may call." : "its host has an address inside a network; name the host among the inside hosts if that is meant.");
    }

    /// <summary>Whether an address may be reached.</summary>
    /// <param name="address">The address; one that carries an IPv4 address inside is judged by that as well.</param>
    /// <param name="ours">Whether private addresses are meant.</param>
    public static bool MayReach(IPAddress address, bool ours)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Inner(address) is { } inner && !inner.Equals(address)
            ? MayReach(inner, ours)
            : !Array.Exists(Special, n => n.BaseAddress.AddressFamily == address.AddressFamily && n.Contains(address))
                || (ours && Array.Exists(Own, n => n.BaseAddress.AddressFamily == address.AddressFamily && n.Contains(address)));
    }

    private async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await _resolve(host, cancellationToken);
        }
        catch (SocketException)
        {
            // A name that is not found now may be found later: that is a broken channel, not a forbidden one.
            throw new HttpRequestException(HttpRequestError.NameResolutionError, "The name was not found.");
        }
    }

    // IPv4 inside IPv6: mapped (RFC 4291), compatible, NAT64 (RFC 6052), 6to4 (RFC 3056).
    private static IPAddress? Inner(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        if (bytes is [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, > 0, ..] or [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..])
        {
            return new IPAddress(bytes.AsSpan(12, 4));
        }

        return bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.AsSpan(2, 4)) : null;
    }
}

/// <summary>A host may not be called.</summary>
/// <param name="message">Why, without the host.</param>
public sealed class AddressRefusedException(string message) : Exception(message);
