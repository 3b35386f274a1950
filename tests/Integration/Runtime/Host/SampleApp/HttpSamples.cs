using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace OpsAutomation.Integration.Runtime.Host.SampleApp;

public sealed record Item(int Id, string Name);

public sealed class TwoOutputs
{
    [HttpResult]
    public IActionResult? Answer { get; set; }

    public string Other { get; set; } = "";
}

public sealed class HttpSamples(PerRun perRun)
{
    [Function("GetItem")]
    public IActionResult GetItem([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:int}")] HttpRequest request, int id) =>
        new OkObjectResult(new Item(id, request.Method));

    [Function("DeleteItem")]
    public static Task<StatusCodeResult> DeleteItem([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "items/{id:int}")] HttpRequest request) =>
        Task.FromResult(new StatusCodeResult(StatusCodes.Status410Gone));

    [Function("Greet")]
    public static string Greet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "greet/{name?}")] HttpRequest request, string? name, int times = 1) =>
        string.Concat(Enumerable.Repeat($"hello {name ?? "nobody"};", times));

    [Function("Keyed")]
    public static ContentResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get", "post")] HttpRequest request) => new() { Content = "keyed" };

    [Function("OtherKeyed")]
    public static ContentResult OtherKeyed([HttpTrigger("get")] HttpRequest request) => new() { Content = "other" };

    [Function("SystemOnly")]
    public static ContentResult SystemOnly([HttpTrigger(AuthorizationLevel.System, "get")] HttpRequest request) => new() { Content = "system" };

    [Function("AdminOnly")]
    public static ContentResult AdminOnly([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => new() { Content = "admin" };

    [Function("Result")]
    public object? Result([HttpTrigger(AuthorizationLevel.Anonymous, Route = "result/{kind}")] HttpRequest request, string kind) => kind switch
    {
        "content" => new ContentResult { Content = "<b>hi</b>", ContentType = "text/html; charset=utf-8", StatusCode = 201 },
        "file" => new FileContentResult(Encoding.UTF8.GetBytes("bytes"), "text/css"),
        "json" => new JsonResult(new Item(7, "seven")) { StatusCode = 203 },
        "redirect" => new RedirectResult("/elsewhere"),
        "result" => Results.Json(new Item(8, "eight"), statusCode: 202),
        "poco" => new Item(9, "nine"),
        "two" => new TwoOutputs { Answer = new StatusCodeResult(418) },
        "service" => new ContentResult { Content = perRun.GetType().Name },
        _ => null,
    };

    [Function("Create")]
    public static async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "items")] HttpRequest request, [FromBody] Item item, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return new CreatedResult($"/api/items/{item.Id}", item);
    }

    [Function("Size")]
    public static async Task<IActionResult> Size([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "size")] HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.Length > 1024 * 1024
            ? new ObjectResult("own words") { StatusCode = StatusCodes.Status413PayloadTooLarge }
            : new OkObjectResult(body.Length);
    }

    [Function("Breaks")]
    public static async Task<IActionResult> Breaks([HttpTrigger(AuthorizationLevel.Anonymous, Route = "breaks/{when}")] HttpRequest request, string when)
    {
        if (when == "late")
        {
            await request.HttpContext.Response.WriteAsync("half");
            await request.HttpContext.Response.Body.FlushAsync();
        }

        throw new InvalidOperationException("secret inside: P@ssw0rd");
    }

    [Function("Context")]
    public static async Task Context([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "context")] HttpRequest request, FunctionContext context)
    {
        var same = ReferenceEquals(context.GetHttpContext(), request.HttpContext);
        await request.HttpContext.Response.WriteAsync(string.Join(
            '|',
            same,
            context.FunctionDefinition.Name,
            context.FunctionDefinition.InputBindings["request"].Type,
            context.FunctionDefinition.OutputBindings["$return"].Direction,
            context.FunctionDefinition.Parameters.Length,
            context.RetryContext.RetryCount,
            context.Items["from-middleware"],
            context.TraceContext.TraceParent.Length,
            context.BindingContext.BindingData["q"]));
    }

    [Function("Slow")]
    public static async Task<IActionResult> Slow([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequest request, FunctionContext context)
    {
        var seen = context.InstanceServices.GetRequiredService<Seen>();
        seen.SlowBegan.SetResult();
        await seen.SlowMayEnd.Task;
        return new OkObjectResult("slow but done");
    }

    [Function("StartChain")]
    public static async Task<IActionResult> StartChain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "chains/{name}")] HttpRequest request, string name, [DurableClient] DurableTaskClient client)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Chain", name);
        return new AcceptedResult($"/api/chains/{id}", id);
    }

    [Function("RunChain")]
    public static async Task<IActionResult> RunChain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "chains/{name}/wait")] HttpRequest request, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Chain", name);
        var done = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellationToken);
        return new OkObjectResult(done.ReadOutputAs<string>());
    }
}
