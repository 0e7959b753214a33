# The Debian package: `./dev package`. What is shipped keeps the paths it has here, below share/afterglow: the program
# looks there (src/main/common.cpp).
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

install(TARGETS afterglow RUNTIME DESTINATION bin)
foreach(folder web/dist policy instruments models)
  get_filename_component(parent ${folder} DIRECTORY)
  install(DIRECTORY ${folder} DESTINATION share/afterglow/${parent})
endforeach()
install(DIRECTORY docs/operate docs/reference DESTINATION share/doc/afterglow)
install(FILES README.md SECURITY.md packaging/copyright ${CMAKE_BINARY_DIR}/licences.gz DESTINATION share/doc/afterglow)
install(FILES packaging/afterglow.service packaging/afterglow-backup.service packaging/afterglow-backup.timer
  DESTINATION lib/systemd/system)
install(FILES packaging/afterglow.default DESTINATION /etc/default RENAME afterglow)

set(CPACK_PACKAGE_CONTACT "Afterglow maintainers <maintainers@afterglow.example>")
string(TIMESTAMP package_date "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(packaging/changelog.in ${CMAKE_BINARY_DIR}/packaging/changelog @ONLY)

# install_packed(<file> <folder> <name>): compressed as Debian wants it, the same bytes each time.
function(install_packed file folder name)
  set(packed ${CMAKE_BINARY_DIR}/packaging/${name}.gz)
  install(CODE "execute_process(COMMAND gzip -9nc ${file} OUTPUT_FILE ${packed} COMMAND_ERROR_IS_FATAL ANY)")
  install(FILES ${packed} DESTINATION ${folder})
endfunction()
install_packed(${CMAKE_BINARY_DIR}/packaging/changelog share/doc/afterglow changelog)
install_packed(${CMAKE_SOURCE_DIR}/CHANGELOG.md share/doc/afterglow CHANGELOG.md)
install_packed(${CMAKE_SOURCE_DIR}/packaging/afterglow.1 share/man/man1 afterglow.1)

set(CPACK_GENERATOR DEB)
set(CPACK_SET_DESTDIR ON) # /etc is not below /usr
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_NAME afterglow)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "record and organiser of a ketamine-therapy clinic")
set(CPACK_PACKAGE_DESCRIPTION "Keeps the record of a clinic, from a person's first question to the last
follow-up, as a journal to which one can only add, and serves it in the
browser: interview, examination, consent, dosing session with monitors and
alarms, controlled-drug register, integration.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, fonts-open-sans, tzdata") # and what dpkg-shlibdeps finds
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, systemd")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
foreach(script conffiles postinst prerm postrm)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/${script})
endforeach()
include(CPack)
