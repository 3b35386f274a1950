using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace OpsAutomation.Pages.Charts;

/// <summary>An SVG <c>text</c> element. Razor takes a literal one for its own keyword, so it is built by hand.</summary>
public sealed class SvgText : ComponentBase
{
    /// <summary>From the left.</summary>
    [Parameter, EditorRequired]
    public double X { get; set; }

    /// <summary>From the top, of the base line.</summary>
    [Parameter, EditorRequired]
    public double Y { get; set; }

    /// <summary>Class for the style sheet.</summary>
    [Parameter]
    public string Class { get; set; } = "";

    /// <summary>The text; encoded like any other.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", ChartGeometry.Text(X));
        builder.AddAttribute(2, "y", ChartGeometry.Text(Y));
        builder.AddAttribute(3, "class", Class);
        builder.AddContent(4, Value);
        builder.CloseElement();
    }
}
