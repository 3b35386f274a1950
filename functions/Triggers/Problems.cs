using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Errors of our HTTP surface: RFC 9457 problem details, with the field at fault where there is one.</summary>
internal static class Problems
{
    /// <summary>The media type of RFC 9457.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Builds an error answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">What kind of problem it is; the same for every occurrence.</param>
    /// <param name="detail">What is wrong this time and what to do about it.</param>
    /// <param name="field">The field at fault, as a path, or null.</param>
    public static IActionResult Problem(int status, string title, string detail, string? field = null)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        if (field is not null)
        {
            problem.Extensions["field"] = field;
        }

        return new ObjectResult(problem) { StatusCode = status, ContentTypes = { MediaType } };
    }

    /// <summary>Answers that nobody is known to ask for what only somebody may.</summary>
    /// <param name="whatNeeds">What was asked for, with its verb: <c>A decision needs</c>.</param>
    public static IActionResult Nobody(string whatNeeds) =>
        Problem(StatusCodes.Status401Unauthorized, "Who are you?", $"{whatNeeds} an authenticated user, or a local user of the catalogue.", "user");

    /// <summary>Builds an error answer that tells every field at fault: the first in <c>field</c>, all in <c>errors</c>.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">What kind of problem it is.</param>
    /// <param name="errors">Fields and what is wrong with each; at least one.</param>
    public static IActionResult Fields(int status, string title, IReadOnlyList<(string Field, string Message)> errors)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = string.Join(" ", errors.Select(e => e.Message)) };
        problem.Extensions["field"] = errors[0].Field;
        problem.Extensions["errors"] = errors.Select(e => new { field = e.Field, message = e.Message }).ToArray();
        return new ObjectResult(problem) { StatusCode = status, ContentTypes = { MediaType } };
    }

    /// <summary>Answers that the server cannot take more now, with the time to come back.</summary>
    public static IActionResult Unavailable(HttpResponse response, string detail)
    {
        response.Headers.RetryAfter = "10";
        return Problem(StatusCodes.Status503ServiceUnavailable, "Not available", detail);
    }
}
