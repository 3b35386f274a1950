using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OpsAutomation.Unit.WorkerApi;

/// <summary>An app that is put together as on Azure can be taken over by another host.</summary>
public class HostingTests
{
    [Fact]
    public async Task Middleware_runs_outermost_first_and_only_where_its_condition_holds()
    {
        var builder = FunctionsApplication.CreateBuilder([]).ConfigureFunctionsWebApplication();
        List<string> log = [];
        builder.Services.AddSingleton(log);
        builder.UseMiddleware<Outer>();
        builder.UseWhen(c => c.FunctionId == "other", Step("never"));
        builder.UseMiddleware(Step("inner"));
        using var host = builder.Build();

        await Pipeline(host.Services, _ => Note("function"))(new BareContext(host.Services));

        Assert.Equal(["outer in", "inner in", "function", "inner out", "outer out"], log);

        Task Note(string text)
        {
            log.Add(text);
            return Task.CompletedTask;
        }

        Func<FunctionContext, Func<Task>, Task> Step(string name) => async (_, next) =>
        {
            log.Add(name + " in");
            await next();
            log.Add(name + " out");
        };
    }

    [Fact]
    public void User_exceptions_reach_the_host_unless_that_is_turned_off()
    {
        using var host = FunctionsApplication.CreateBuilder([]).Build();
        var capabilities = host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities;

        Assert.Equal("True", capabilities["EnableUserCodeException"]);
    }

    [Fact]
    public void The_http_context_is_where_the_host_left_it()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var context = new BareContext(services);
        Assert.Null(context.GetHttpContext());

        var http = new DefaultHttpContext();
        context.Items["HttpRequestContext"] = http;

        Assert.Same(http, context.GetHttpContext());
    }

    private static FunctionExecutionDelegate Pipeline(IServiceProvider services, FunctionExecutionDelegate function) =>
        services.GetServices<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>>()
            .Reverse()
            .Aggregate(function, (next, middleware) => middleware(next));

    private sealed class Outer(List<string> log) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            log.Add("outer in");
            await next(context);
            log.Add("outer out");
        }
    }

    private sealed class BareContext(IServiceProvider services) : FunctionContext
    {
        public override string InvocationId => "i";

        public override string FunctionId => "f";

        public override TraceContext TraceContext => throw new NotSupportedException();

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override Microsoft.Azure.Functions.Worker.RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get; set; } = services;

        public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

        public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

        public override IInvocationFeatures Features => throw new NotSupportedException();
    }
}
