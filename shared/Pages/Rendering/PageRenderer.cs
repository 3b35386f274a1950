using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace OpsAutomation.Pages.Rendering;

/// <summary>
/// Renders a component to a whole HTML document. Safe for concurrent use: every call has a renderer of its own, which
/// costs microseconds.
/// </summary>
/// <param name="services">Services that components may inject; ours inject none.</param>
/// <param name="loggers">Where the renderer logs.</param>
public sealed class PageRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    /// <summary>Renders a component with parameters.</summary>
    /// <typeparam name="TComponent">The page.</typeparam>
    /// <param name="parameters">Its parameters by name.</param>
    public async Task<string> RenderAsync<TComponent>(IReadOnlyDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var view = ParameterView.FromDictionary(parameters.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal));
            var root = await renderer.RenderComponentAsync<TComponent>(view);
            return root.ToHtmlString();
        });
    }

    /// <summary>Renders a page that takes one model.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <typeparam name="TModel">Its model.</typeparam>
    /// <param name="model">The model.</param>
    public Task<string> RenderAsync<TPage, TModel>(TModel model)
        where TPage : ModelPage<TModel>
        where TModel : notnull =>
        RenderAsync<TPage>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ModelPage<>.Model)] = model });
}
