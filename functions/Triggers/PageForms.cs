using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Forms of our pages: how they are read and for whom they are made.</summary>
internal static class PageForms
{
    // A local user is chosen in the form, so the form cannot be made for one.
    private const string AnyLocalUser = "local";

    private const long MaxBytes = 64 * 1024;

    // The length of a body may be undeclared; these hold for what is read.
    private static readonly FormOptions Limits = new() { ValueCountLimit = 16, KeyLengthLimit = 128, ValueLengthLimit = 16 * 1024 };

    /// <summary>Reads a posted form; null when it is none of ours.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // The page's form is URL-encoded. Another kind, with files, would be buffered on disk.
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || request.ContentLength > MaxBytes)
        {
            return null;
        }

        try
        {
            return await request.ReadFormAsync(Limits, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>For whom the anti-forgery value of a form is made.</summary>
    public static string Reader(IUserSource users, HttpRequest request) =>
        users.LocalUsers.Count > 0 ? AnyLocalUser : users.Identify(request, null)?.Name ?? string.Empty;
}
