using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// HTTP addresses of orchestrations. A class of the same name is in <c>Microsoft.DurableTask.Client</c>: called as
/// extensions they get along, called by class name they clash, and that must show here too.
/// </summary>
public static class DurableTaskClientExtensions
{
    /// <summary>
    /// The addresses below the request's own host. Without a request there is no host to name: the client of the
    /// embedded flavor has no binding that would carry one.
    /// </summary>
    public static HttpManagementPayload CreateHttpManagementPayload(
        this DurableTaskClient client,
        string instanceId,
        HttpRequestData? request = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (request is null)
        {
            throw new InvalidOperationException("Addresses need an HTTP request that says which host they are on.");
        }

        var host = request.Url.GetLeftPart(UriPartial.Authority);
        var root = $"{host}/runtime/webhooks/durabletask/instances/{Uri.EscapeDataString(instanceId)}";
        return new HttpManagementPayload(instanceId, root);
    }
}
