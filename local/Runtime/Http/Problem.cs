using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace OpsAutomation.Runtime.Http;

/// <summary>Answers with RFC 9457 problem details.</summary>
internal static class Problem
{
    /// <summary>Writes the answer.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="status">The status.</param>
    /// <param name="title">What kind of problem it is; must tell nothing of the inside.</param>
    /// <param name="detail">What is wrong in this request.</param>
    /// <param name="invocationId">The run to look for in the log.</param>
    internal static Task WriteAsync(HttpContext context, int status, string title, string? detail = null, string? invocationId = null)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        if (invocationId is not null)
        {
            problem.Extensions["invocationId"] = invocationId;
        }

        return context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", context.RequestAborted);
    }
}
