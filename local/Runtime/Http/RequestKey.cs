using Microsoft.AspNetCore.Http;

namespace OpsAutomation.Runtime.Http;

/// <summary>The key that a request brings.</summary>
internal static class RequestKey
{
    /// <summary>The header, else the query's <c>code</c>; null when there is none or when there are several.</summary>
    internal static string? Of(HttpRequest request)
    {
        var header = request.Headers["x-functions-key"];
        if (header.Count > 0)
        {
            return header.Count == 1 ? header[0] : null;
        }

        var code = request.Query["code"];
        return code.Count == 1 ? code[0] : null;
    }
}
