using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Faults;

/// <summary>ARM's words for a request that no role allows: they name the operation and the scope.</summary>
internal static class Denials
{
    /// <summary>The message of AuthorizationFailed for a request.</summary>
    public static string Message(SimRequest request, string principal)
    {
        var parts = request.Uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var at = Array.FindLastIndex(parts, part => part.Equals("providers", StringComparison.OrdinalIgnoreCase));
        return $"The client '{principal}' with object id '{principal}' does not have authorization to perform action '{Operation(request.Method, at < 0 ? parts : parts[(at + 1)..])}' over scope '{request.Uri.AbsolutePath}' or the scope is invalid. If access was recently granted, please refresh your credentials.";
    }

    // After the namespace come types and names in turn; an action stands where a type would, without a name after it.
    private static string Operation(string method, string[] parts)
    {
        var types = parts.Skip(1).Where((_, index) => index % 2 == 0);
        var verb = method switch { "GET" or "HEAD" => "read", "DELETE" => "delete", "POST" => "action", _ => "write" };
        return $"{parts.FirstOrDefault()}/{string.Join('/', types)}/{verb}";
    }
}
