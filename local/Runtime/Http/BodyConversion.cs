using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;
using OpsAutomation.Runtime.Functions.Invocation;

namespace OpsAutomation.Runtime.Http;

/// <summary>Reads the request's body as JSON for a parameter with FromBody.</summary>
internal sealed class BodyConversion(HttpRequest request) : IFromBodyConversionFeature
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async ValueTask<object?> ConvertAsync(FunctionContext context, Type targetType)
    {
        if (targetType == typeof(string))
        {
            using var reader = new StreamReader(request.Body, leaveOpen: true);
            return await reader.ReadToEndAsync(context.CancellationToken);
        }

        if (!request.HasJsonContentType())
        {
            throw new ParameterBindingException("body", "The body must be JSON (Content-Type: application/json).");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, targetType, Json, context.CancellationToken);
        }
        catch (JsonException e)
        {
            var where = e.Path is { Length: > 0 } path ? $" at {path}" : "";
            throw new ParameterBindingException("body", $"The body is not valid JSON for this function{where} (line {e.LineNumber + 1}).", e);
        }
    }
}
