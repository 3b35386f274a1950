namespace OpsAutomation.Integrations.Arm.Calls;

/// <summary>One call that went out to Azure Resource Manager: never a body, a token, or a query beyond the API version.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path without query: the address of an operation carries a signature there.</param>
/// <param name="ApiVersion">Value of <c>api-version</c>, or null.</param>
/// <param name="Status">HTTP status, or null when no answer came.</param>
/// <param name="RequestId">Azure's <c>x-ms-request-id</c>, or null.</param>
/// <param name="ClientRequestId">Our <c>x-ms-client-request-id</c>.</param>
/// <param name="Duration">Time until the answer or the failure.</param>
public sealed record ArmCall(
    DateTimeOffset At, string Method, string Path, string? ApiVersion, int? Status, string? RequestId, string ClientRequestId, TimeSpan Duration);

/// <summary>Takes note of every call to Azure Resource Manager.</summary>
public interface IArmCallLog
{
    /// <summary>Takes one call; quick, and never throws.</summary>
    void Add(ArmCall call);
}
