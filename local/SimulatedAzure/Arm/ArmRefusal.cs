using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>A request that ARM refuses. Becomes ARM's own error shape: <c>{"error":{"code","message"}}</c>.</summary>
internal sealed class ArmRefusal(int status, string code, string message) : Exception(message)
{
    /// <summary>HTTP status code.</summary>
    public int Status { get; } = status;

    /// <summary>ARM's error code, for example <c>ResourceNotFound</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The answer that tells it.</summary>
    public SimResponse ToResponse() => Shape(Status, Code, Message).With("x-ms-failure-cause", "gateway");

    /// <summary>ARM's error shape.</summary>
    public static SimResponse Shape(int status, string code, string message) => SimResponse.Json(status, Body(code, message));

    /// <summary>The body of ARM's error shape.</summary>
    public static JsonObject Body(string code, string message) =>
        new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

    /// <summary>404: the resource is not there (ARM's wording).</summary>
    public static ArmRefusal ResourceNotFound(ArmId id) => new(404, "ResourceNotFound",
        $"The Resource '{id.Type}/{id.Name}' under resource group '{id.ResourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");

    /// <summary>404: no such resource group (ARM's wording).</summary>
    public static ArmRefusal ResourceGroupNotFound(string? name) =>
        new(404, "ResourceGroupNotFound", $"Resource group '{name}' could not be found.");

    /// <summary>405: the path is known, the method is not.</summary>
    public static ArmRefusal MethodNotAllowed(string method, string what) =>
        new(405, "MethodNotAllowed", $"The requested resource does not support http method '{method}' on '{what}'.");

    /// <summary>400: the body cannot be used.</summary>
    public static ArmRefusal InvalidContent(string why) =>
        new(400, "InvalidRequestContent", $"The request content was invalid and could not be deserialized: '{why}'.");

    /// <summary>400: a parameter has a value that cannot be used.</summary>
    public static ArmRefusal InvalidParameter(string name, string why) =>
        new(400, "InvalidParameter", $"The value of parameter '{name}' is invalid: {why}");
}
