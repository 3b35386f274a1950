using System.Net.Http.Headers;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Headers of a request or an answer.</summary>
public class HttpHeadersCollection : HttpHeaders
{
    /// <summary>None yet.</summary>
    public HttpHeadersCollection()
    {
    }

    /// <summary>These; a name may have several values.</summary>
    public HttpHeadersCollection(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        foreach (var (name, values) in headers)
        {
            TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>These.</summary>
    public HttpHeadersCollection(IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        foreach (var (name, value) in headers)
        {
            TryAddWithoutValidation(name, value);
        }
    }
}

/// <summary>When a browser sends a cookie along from another site.</summary>
public enum SameSite
{
    /// <summary>Nothing is said.</summary>
    None = 0,

    /// <summary>For top-level navigation.</summary>
    Lax = 1,

    /// <summary>Never.</summary>
    Strict = 2,

    /// <summary>Always, and it is said.</summary>
    ExplicitNone = 3,
}

/// <summary>A cookie.</summary>
public interface IHttpCookie
{
    /// <summary>The hosts it is for.</summary>
    string? Domain { get; }

    /// <summary>When it ends.</summary>
    DateTimeOffset? Expires { get; }

    /// <summary>Whether scripts are kept from it.</summary>
    bool? HttpOnly { get; }

    /// <summary>How many seconds it lasts.</summary>
    double? MaxAge { get; }

    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>The paths it is for.</summary>
    string? Path { get; }

    /// <summary>When a browser sends it from another site.</summary>
    SameSite SameSite { get; }

    /// <summary>Whether it is for HTTPS only.</summary>
    bool? Secure { get; }

    /// <summary>Its value.</summary>
    string Value { get; }
}

/// <summary>Cookies of an answer.</summary>
public abstract class HttpCookies
{
    /// <summary>Adds one.</summary>
    public abstract void Append(string name, string value);

    /// <summary>Adds one.</summary>
    public abstract void Append(IHttpCookie cookie);

    /// <summary>One to fill in.</summary>
    public abstract IHttpCookie CreateNew();
}
