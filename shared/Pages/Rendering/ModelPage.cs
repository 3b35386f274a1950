using Microsoft.AspNetCore.Components;

namespace OpsAutomation.Pages.Rendering;

/// <summary>A page that shows one model and nothing else: it reads no clock, no store and no request.</summary>
/// <typeparam name="TModel">The model.</typeparam>
public abstract class ModelPage<TModel> : ComponentBase
    where TModel : notnull
{
    /// <summary>What to show.</summary>
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}
