using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>Shows a card with the official adaptivecards library, as a client of Teams would.</summary>
public static class CardRenderer
{
    private static readonly string Library = Path.Combine(AppContext.BaseDirectory, "adaptivecards.min.js");

    // Teams renders markdown links in text blocks; the library leaves that to its host, so this host does it. On
    // a phone Teams stacks the buttons. Colours and sizes are the library's defaults.
    private const string Render =
        """
        json => {
          AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
            result.outputHtml = text
              .replace(/&/g, '&amp;').replace(/</g, '&lt;')
              .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '<a href="$2">$1</a>')
              .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>');
            result.didProcess = true;
          };
          const card = new AdaptiveCards.AdaptiveCard();
          card.hostConfig = new AdaptiveCards.HostConfig({
            fontFamily: 'system-ui, "Liberation Sans", sans-serif',
            supportsInteractivity: true,
            actions: { maxActions: 6, actionsOrientation: window.innerWidth < 600 ? 'vertical' : 'horizontal', buttonSpacing: 8, actionAlignment: 'left' },
          });
          const context = new AdaptiveCards.SerializationContext();
          card.parse(JSON.parse(json), context);
          const problems = [];
          for (let i = 0; i < context.eventCount; i++) problems.push(context.getEventAt(i).message);
          for (const event of card.validateProperties().validationEvents) problems.push(event.message);
          document.getElementById('card').append(card.render());
          return problems;
        }
        """;

    private const string Frame =
        """
        <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Card</title>
        <style>
          body { margin: 1rem; background: #f5f5f5; font: 14px system-ui, "Liberation Sans", sans-serif; }
          #card { max-width: 45rem; background: white; border: 1px solid #ddd; border-radius: 6px; }
          .ac-pushButton { padding: 6px 14px; border: 1px solid #bbb; border-radius: 4px; background: white; font: inherit; }
          .ac-pushButton.style-positive { background: #5b5fc7; color: white; }
          .ac-pushButton.style-destructive { color: #a4262c; }
        </style><div id="card"></div></html>
        """;

    /// <summary>Why cards cannot be rendered here, or null.</summary>
    public static string? Lacking => File.Exists(Library) ? null : "The adaptivecards library is not here: run 'npm ci' in tests/EndToEnd and build again.";

    /// <summary>Shows a card in the tab of a reader.</summary>
    /// <returns>What the library finds wrong with the card; empty when all is well.</returns>
    public static async Task<IReadOnlyList<string>> ShowAsync(Reader reader, JsonObject card)
    {
        ArgumentNullException.ThrowIfNull(reader);
        await reader.Page.SetContentAsync(Frame);
        await reader.Page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Library });
        return await reader.Page.EvaluateAsync<string[]>(Render, JsonSerializer.Serialize(card));
    }
}
