using System.Collections.Specialized;
using System.Net;
using System.Security.Claims;
using System.Web;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A request in the worker's own terms. Our functions take ASP.NET Core's; durable extensions name this one.</summary>
public abstract class HttpRequestData
{
    private NameValueCollection? _query;

    /// <summary>The run that the request started.</summary>
    public HttpRequestData(FunctionContext functionContext)
    {
        ArgumentNullException.ThrowIfNull(functionContext);
        FunctionContext = functionContext;
    }

    /// <summary>The body.</summary>
    public abstract Stream Body { get; }

    /// <summary>The headers.</summary>
    public abstract HttpHeadersCollection Headers { get; }

    /// <summary>The cookies.</summary>
    public abstract IReadOnlyCollection<IHttpCookie> Cookies { get; }

    /// <summary>The whole address.</summary>
    public abstract Uri Url { get; }

    /// <summary>Who the caller is.</summary>
    public abstract IEnumerable<ClaimsIdentity> Identities { get; }

    /// <summary>The method.</summary>
    public abstract string Method { get; }

    /// <summary>The run that the request started.</summary>
    public FunctionContext FunctionContext { get; }

    /// <summary>The query's parameters.</summary>
    public virtual NameValueCollection Query => _query ??= HttpUtility.ParseQueryString(Url.Query);

    /// <summary>An answer to fill in.</summary>
    public abstract HttpResponseData CreateResponse();
}

/// <summary>An answer in the worker's own terms.</summary>
public abstract class HttpResponseData
{
    /// <summary>The run that answers.</summary>
    public HttpResponseData(FunctionContext functionContext)
    {
        ArgumentNullException.ThrowIfNull(functionContext);
        FunctionContext = functionContext;
    }

    /// <summary>The status.</summary>
    public abstract HttpStatusCode StatusCode { get; set; }

    /// <summary>The headers.</summary>
    public abstract HttpHeadersCollection Headers { get; set; }

    /// <summary>The body.</summary>
    public abstract Stream Body { get; set; }

    /// <summary>The cookies to set.</summary>
    public abstract HttpCookies Cookies { get; }

    /// <summary>The run that answers.</summary>
    public FunctionContext FunctionContext { get; }

    /// <summary>An answer to this request.</summary>
    public static HttpResponseData CreateResponse(HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.CreateResponse();
    }
}
