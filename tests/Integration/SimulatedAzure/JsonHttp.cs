using System.Text;
using System.Text.Json.Nodes;

namespace OpsAutomation.Integration.SimulatedAzure;

/// <summary>JSON over an HTTP client, in one line each.</summary>
internal static class JsonHttp
{
    public const string Host = "https://management.azure.com";

    public static async Task<(int Status, JsonNode Body, HttpResponseMessage Response)> SendJsonAsync(
        this HttpClient client, string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? Host + path : path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!, response);
    }

    public static string ErrorCode(this JsonNode body) => body["error"]!["code"]!.GetValue<string>();
}
