using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Unit.Pages;

/// <summary>Renders a page and reads it as a browser would.</summary>
internal static class Rendered
{
    public static async Task<string> HtmlAsync<TPage, TModel>(TModel model)
        where TPage : ModelPage<TModel>
        where TModel : notnull
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        return await new PageRenderer(services, NullLoggerFactory.Instance).RenderAsync<TPage, TModel>(model);
    }

    public static async Task<IDocument> PageAsync<TPage, TModel>(TModel model)
        where TPage : ModelPage<TModel>
        where TModel : notnull =>
        Parse(await HtmlAsync<TPage, TModel>(model));

    public static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>The text as a reader sees it: runs of white space are one space.</summary>
    public static string Words(this INode node) => string.Join(' ', node.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
