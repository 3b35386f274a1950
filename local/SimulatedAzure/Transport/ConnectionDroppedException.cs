namespace OpsAutomation.SimulatedAzure.Transport;

/// <summary>A fault broke the connection after the effect: the caller cannot know whether it happened.</summary>
public sealed class ConnectionDroppedException() : HttpRequestException(
    HttpRequestError.ResponseEnded, "The connection was closed before an answer arrived (a simulated fault).");
