#include "documents/pdf.h"

#include <cairo-pdf.h>
#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "documents/typeset.h"

namespace afterglow::documents {
namespace {

cairo_status_t append(void* file, const unsigned char* data, unsigned int size) {
    static_cast<std::string*>(file)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(fmt::format("the PDF could not be drawn: {}", cairo_status_to_string(status)));
}

std::string one_line(std::string text) {
    for (char& byte : text) byte = byte == '\n' || byte == '\t' ? ' ' : byte;
    return text;
}

void describe(cairo_surface_t* surface, const FileDetails& details) {
    const auto set = [&](cairo_pdf_metadata_t what, const std::string& text) {
        cairo_pdf_surface_set_metadata(surface, what, one_line(drawable(text)).c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, details.title);
    set(CAIRO_PDF_METADATA_AUTHOR, details.author);
    set(CAIRO_PDF_METADATA_CREATOR, "Afterglow");
    set(CAIRO_PDF_METADATA_CREATE_DATE, to_text(details.created_at).substr(0, 19) + "Z");
}

// cairo 1.16 writes the structure, but neither the document's language nor that there is a structure to be used, and screen
// readers need both. The catalogue is the last object before
// the table of objects, so only the address of that table moves.
std::string with_language(std::string pdf, afterglow::Language language) {
    constexpr std::string_view kCatalogue = "/Type /Catalog\n", kTable = "\nxref\n", kAddress = "startxref\n";
    const std::size_t catalogue = pdf.rfind(kCatalogue), table = pdf.rfind(kTable), address = pdf.rfind(kAddress);
    if (catalogue == std::string::npos || table == std::string::npos || address == std::string::npos) return pdf;
    if (!(catalogue < table && table < address)) return pdf;
    const std::string added = fmt::format(
        "   /Lang ({})\n   /ViewerPreferences << /DisplayDocTitle true >>\n"
        "   /MarkInfo << /Marked true >>\n",
        language == afterglow::Language::cs   ? "cs-CZ"
        : language == afterglow::Language::uk ? "uk-UA"
                                              : "en-GB");
    pdf.replace(address + kAddress.size(), std::string::npos, fmt::format("{}\n%%EOF\n", table + 1 + added.size()));
    pdf.insert(catalogue + kCatalogue.size(), added);
    return pdf;
}

}  // namespace

std::string make_pdf(const FileDetails& details, std::size_t pages,
                     const std::function<void(cairo_t*, std::size_t page)>& draw) {
    std::string file;
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
        cairo_pdf_surface_create_for_stream(append, &file, details.width, details.height), cairo_surface_destroy);
    cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
    describe(surface.get(), details);
    {
        const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo(cairo_create(surface.get()), cairo_destroy);
        for (std::size_t page = 0; page < pages; ++page) {
            draw(cairo.get(), page);
            cairo_show_page(cairo.get());
        }
        check(cairo_status(cairo.get()));
    }
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
    return with_language(std::move(file), details.language);
}

}  // namespace afterglow::documents
