namespace OpsAutomation.Pages.Rendering;

/// <summary>A link from outside that may be clicked, with the host that the reader must see.</summary>
/// <param name="Href">The address, normalised.</param>
/// <param name="Host">Host as ASCII, so that a look-alike name shows as <c>xn--</c>; with the port where it is not 443.</param>
public sealed record SafeLink(string Href, string Host)
{
    /// <summary>The link, or null when it may not be clicked: not https, too long, or with a user name that imitates a host.</summary>
    public static SafeLink? Of(string? address)
    {
        const int Longest = 2000;
        if (address is null
            || address.Length > Longest
            || !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || !string.Equals(uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)
            || uri.UserInfo.Length > 0
            || uri.IdnHost.Length == 0)
        {
            return null;
        }

        return new(uri.AbsoluteUri, uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}");
    }
}
